using BertGen.Bulk.Output;

namespace BertGen.Bulk.Checking;

/// <summary>Embeds a part of the rows once more, the same rows every time, and compares the bits.</summary>
/// <param name="model">The model; null where no row is embedded again.</param>
/// <param name="encoder">What vectors are.</param>
/// <param name="share">The share of the rows.</param>
internal sealed class Recomputation(BulkModel? model, VectorEncoder encoder, double share)
{
    private const int MostNamed = 3;

    // Odd, and without a pattern: neighbours in the input are far apart in the products.
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private readonly List<(long Row, string Text, byte[] Vector)> _rows = [];
    private readonly List<long> _different = [];

    /// <summary>Rows that wait to be embedded.</summary>
    public int Count => _rows.Count;

    /// <summary>Whether a row is one of those.</summary>
    public bool Takes(long row) => model is not null && ((ulong)row * Multiplier >> 11) * (1.0 / (1UL << 53)) < share;

    /// <summary>Adds a row. Its vector is copied: a part of a block would keep all of it in memory.</summary>
    public void Add(long row, string text, ReadOnlySpan<byte> vector) => _rows.Add((row, text, vector.ToArray()));

    /// <summary>Embeds the rows that wait.</summary>
    public async Task EmbedAsync(CancellationToken cancellationToken)
    {
        if (_rows.Count == 0)
        {
            return;
        }

        float[] vectors = new float[_rows.Count * model!.Identity.Dimensions];
        await model.EmbedAsync([.. _rows.Select(row => row.Text)], vectors, cancellationToken).ConfigureAwait(false);
        byte[] bytes = new byte[_rows.Count * encoder.Length];
        encoder.Encode(vectors, _rows.Count, bytes, i => FormattableString.Invariant($"row {_rows[i].Row}"));
        for (int i = 0; i < _rows.Count; i++)
        {
            if (!_rows[i].Vector.AsSpan().SequenceEqual(bytes.AsSpan(i * encoder.Length, encoder.Length)))
            {
                _different.Add(_rows[i].Row);
            }
        }

        _rows.Clear();
    }

    /// <summary>Embeds the rest.</summary>
    /// <returns>What is wrong.</returns>
    public async Task<IReadOnlyList<string>> FinishAsync(CancellationToken cancellationToken)
    {
        await EmbedAsync(cancellationToken).ConfigureAwait(false);
        return _different.Count == 0
            ? []
            : [$"expected the vectors that the model makes of the texts now; other bits are in {_different.Count} rows: {string.Join(", ", _different.Take(MostNamed))}{(_different.Count > MostNamed ? " ..." : "")}"];
    }
}
