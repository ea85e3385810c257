using BertGen.Text;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace BertGen.Torch.Batches;

/// <summary>Texts on their way to one vector each: their pieces as a batch, and how the vectors of these become one.</summary>
internal sealed class PooledTexts
{
    private readonly List<int> _rows = [];
    private readonly List<int> _counts = [];
    private readonly CallInput _input;
    private readonly BertPooling _pooling;
    private readonly bool _normalizes;

    /// <param name="model">The model.</param>
    /// <param name="pieces">The texts.</param>
    /// <param name="texts">Which of them.</param>
    /// <param name="pooling">How the vectors of a text become one.</param>
    /// <param name="normalizes">Whether vectors are scaled to length 1.</param>
    public PooledTexts(BertModelInfo model, PieceBuffer pieces, ReadOnlySpan<int> texts, BertPooling pooling, bool normalizes)
    {
        (_pooling, _normalizes) = (pooling, normalizes);
        _input = CallInput.Of(model, pieces, texts, Take);
    }

    /// <summary>Encodes the texts.</summary>
    /// <returns>[texts, hidden size] in float32, in their order; a text without pieces has zeros.</returns>
    public torch.Tensor Encode(ITorchEncoder encoder)
    {
        int[] filled = [.. Enumerable.Range(0, _counts.Count).Where(text => _counts[text] > 0)];
        torch.Tensor result = torch.zeros([_counts.Count, encoder.Model.HiddenSize], torch.ScalarType.Float32, encoder.Words.Weight.device);
        if (filled.Length == 0)
        {
            return result;
        }

        using var batch = new TorchBatch(_input.Pack(), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_rows), encoder.Words);
        using torch.Tensor vectors = encoder.Encode(batch);
        using torch.Tensor wide = vectors.to(torch.ScalarType.Float32);
        int[] counts = [.. filled.Select(text => _counts[text])];
        var buckets = new LengthBuckets(counts);
        PaddedPlaces padded = Spread(buckets, counts, batch.ResultRows);

        var upload = new IndexUpload();
        int source = upload.Add(padded.Source);
        int padding = upload.Add(padded.IsPadding);
        int places = upload.Add([.. buckets.Order.Select(place => filled[place])]);
        torch.Tensor[] uploaded = upload.ToDevice(wide.device);
        using torch.Tensor spread = wide.index_select(0, uploaded[source]);
        torch.Tensor[] pooled = Pool(buckets, spread, uploaded[padding]);
        using torch.Tensor all = torch.cat(pooled, 0);
        result.index_copy_(0, uploaded[places], all);
        foreach (torch.Tensor used in (torch.Tensor[])[.. pooled, .. uploaded])
        {
            used.Dispose();
        }

        if (!_normalizes)
        {
            return result;
        }

        using (result)
        {
            return functional.normalize(result);
        }
    }

    private void Take(ReadOnlySpan<int> rows)
    {
        ReadOnlySpan<int> wanted = _pooling == BertPooling.Cls && rows.Length > 0 ? rows[..1] : rows;
        _rows.AddRange(wanted);
        _counts.Add(wanted.Length);
    }

    /// <summary>The places of the texts' vectors, padded by bucket.</summary>
    private static PaddedPlaces Spread(LengthBuckets buckets, int[] counts, int[] resultRows)
    {
        int[] starts = new int[counts.Length];
        for (int text = 1; text < starts.Length; text++)
        {
            starts[text] = starts[text - 1] + counts[text - 1];
        }

        var sorted = new List<int>(resultRows.Length);
        foreach (int text in buckets.Order)
        {
            sorted.AddRange(resultRows.AsSpan(starts[text], counts[text]));
        }

        var padded = new PaddedPlaces(buckets, [.. buckets.Order.Select(text => counts[text])]);
        for (int i = 0; i < padded.Source.Length; i++)
        {
            padded.Source[i] = sorted[padded.Source[i]];
        }

        return padded;
    }

    private torch.Tensor[] Pool(LengthBuckets buckets, torch.Tensor spread, torch.Tensor isPadding)
    {
        var pooled = new torch.Tensor[buckets.Buckets.Count];
        int row = 0;
        for (int i = 0; i < pooled.Length; i++)
        {
            LengthBucket bucket = buckets.Buckets[i];
            using torch.Tensor rows = spread.narrow(0, row, bucket.PaddedRows);
            using torch.Tensor texts = rows.view(bucket.Count, bucket.Length, -1);
            using torch.Tensor padding = isPadding.narrow(0, row, bucket.PaddedRows);

            // What pads a text is one of its own vectors, which changes no maximum.
            pooled[i] = _pooling == BertPooling.Max ? texts.amax(1) : Mean(texts, padding, bucket);
            row += bucket.PaddedRows;
        }

        return pooled;
    }

    private static torch.Tensor Mean(torch.Tensor texts, torch.Tensor padding, LengthBucket bucket)
    {
        if (!bucket.IsPadded)
        {
            return texts.mean([1]);
        }

        using torch.Tensor shaped = padding.view(bucket.Count, bucket.Length, 1);
        using Scalar zero = 0;
        using torch.Tensor own = shaped.eq(zero);
        using torch.Tensor weights = own.to(texts.dtype);
        using torch.Tensor weighted = texts.mul(weights);
        using torch.Tensor sum = weighted.sum(1);
        using torch.Tensor counts = weights.sum(1);
        return sum.div(counts);
    }
}
