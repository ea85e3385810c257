using System.Numerics.Tensors;
using BertGen.Engine.Batches;
using BertGen.Engine.Threading;
using BertGen.Text;

namespace BertGen.Engine;

/// <summary>
/// The input of one call: checked, cut in windows, stripped of padding, with a map from pieces to places in the result.
/// Rented, so that calls allocate nothing but their result.
/// </summary>
public sealed unsafe partial class PieceBatch : IDisposable
{
    /// <summary>
    /// Pieces after which pooled texts are encoded before more are taken: what a call holds in memory does not grow with
    /// the number of its texts.
    /// </summary>
    private const int PortionRows = 1 << 15;

    /// <summary>A batch of more rows than this is not kept for the next call.</summary>
    private const int MostRowsKept = 1 << 20;

    private static readonly Pool<PieceBatch> Idle = new();

    private readonly EncoderRun _run = new();
    private readonly IntList _idCopy = new();
    private readonly IntList _typeCopy = new();
    private readonly IntList _offsetCopy = new();
    private readonly IntList _keptRows = new();
    private nint[] _shape = [];
    private BertModelInfo? _info;
    private PieceBuffer? _pieces;
    private SentencePooling _pooling;
    private Pool<PieceBatch> _home = Idle;

    /// <summary>For the pool; use <see cref="Rent(BertModelInfo, ReadOnlyTensorSpan{int}, ReadOnlyTensorSpan{int}, ReadOnlyTensorSpan{int})"/>.</summary>
    public PieceBatch()
    {
    }

    /// <summary>A batch whose result is one vector per piece, or per offset.</summary>
    /// <param name="info">The model.</param>
    /// <param name="inputIds">Word ids, (batch, ..., pieces); 0 is padding.</param>
    /// <param name="offsets">Indices of pieces after recombination, (batch, ..., words), or <c>default</c>.</param>
    /// <param name="tokenTypeIds">Token types, (batch, ..., pieces), or <c>default</c> for zeros.</param>
    /// <returns>The batch; dispose it to give it back.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit each other, or the result would be too large.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id, type or offset lies outside its range.</exception>
    public static PieceBatch Rent(
        BertModelInfo info,
        ReadOnlyTensorSpan<int> inputIds,
        ReadOnlyTensorSpan<int> offsets,
        ReadOnlyTensorSpan<int> tokenTypeIds) => Rent(info, inputIds, offsets, tokenTypeIds, Idle);

    internal static PieceBatch Rent(
        BertModelInfo info,
        ReadOnlyTensorSpan<int> inputIds,
        ReadOnlyTensorSpan<int> offsets,
        ReadOnlyTensorSpan<int> tokenTypeIds,
        Pool<PieceBatch> home)
    {
        TensorInputs.CheckShapes(inputIds, offsets, tokenTypeIds);
        PieceBatch batch = Start(info, home);
        try
        {
            batch.AddTensors(inputIds, offsets, tokenTypeIds);
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    /// <summary>A batch whose result is one vector per text.</summary>
    /// <param name="info">The model.</param>
    /// <param name="pieces">The texts' pieces, one row a text.</param>
    /// <param name="pooling">How the vectors of a text become one; not <see cref="BertPooling.None"/>.</param>
    /// <param name="normalize">Whether vectors are scaled to length 1.</param>
    /// <returns>The batch; dispose it to give it back, and the pieces after it.</returns>
    /// <exception cref="ArgumentException">The result would be too large.</exception>
    public static PieceBatch Rent(BertModelInfo info, PieceBuffer pieces, BertPooling pooling, bool normalize) =>
        Rent(info, pieces, pooling, normalize, Idle);

    internal static PieceBatch Rent(BertModelInfo info, PieceBuffer pieces, BertPooling pooling, bool normalize, Pool<PieceBatch> home)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        PieceBatch batch = Start(info, home);
        batch._pieces = pieces;
        batch._pooling = new SentencePooling(pooling, normalize);
        try
        {
            batch.SetShape([], pieces.RowCount);
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    /// <summary>Encodes the batch.</summary>
    /// <param name="encoder">The compiled class.</param>
    /// <param name="memory">Its weights.</param>
    /// <param name="maxThreads">Most threads to use, at least 1.</param>
    /// <param name="mix">The learned mix, if the class has one.</param>
    /// <returns>(batch, ..., pieces or words, hidden size), or (texts, hidden size) when pooled. Zero at padding.</returns>
    /// <exception cref="ObjectDisposedException">The weights were released.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is below 1.</exception>
    public Tensor<float> Run(IEncoder encoder, WeightMemory memory, int maxThreads, ScalarMix? mix = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxThreads, 1);
        Tensor<float> result = Tensor.CreateFromShape<float>(_shape);
        using WeightLease lease = new(memory);
        if (result.FlattenedLength > 0)
        {
            fixed (float* values = &result.GetPinnableReference())
            {
                Execute(encoder, maxThreads, mix, values);
            }
        }

        return result;
    }

    /// <summary>Gives the batch back; it must not be used after that.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _info, null) is not null)
        {
            _pieces = null;

            // Lists only grow, so one that a huge batch has filled is left to the collector.
            if (_run.Rows.Count <= MostRowsKept)
            {
                _home.Return(this);
            }
        }
    }

    private static PieceBatch Start(BertModelInfo info, Pool<PieceBatch> home)
    {
        PieceBatch batch = home.Rent();
        (batch._info, batch._home) = (info, home);
        batch._run.Clear(info.HiddenSize, pooling: null);
        return batch;
    }

    private void Execute(IEncoder encoder, int maxThreads, ScalarMix? mix, float* result)
    {
        if (_pieces is not { } pieces)
        {
            _run.Execute(encoder, maxThreads, mix, result);
            return;
        }

        for (int text = 0; text < pieces.RowCount;)
        {
            int first = text;
            _run.Clear(_info!.HiddenSize, _pooling);
            while (text < pieces.RowCount && _run.Rows.Count < PortionRows)
            {
                AddPooledText(pieces, text++);
            }

            _run.Execute(encoder, maxThreads, mix, result + ((nint)first * _info.HiddenSize));
        }
    }

    private void AddPooledText(PieceBuffer pieces, int text)
    {
        int sequences = _run.Rows.SequenceCount;
        CollectKeptRows(pieces, text);
        _run.Result.AddPooledText(_keptRows.Items, _run.Rows.SequenceCount - sequences);
    }

    /// <summary>Adds a text's pieces, and finds the rows that remain of them after recombination.</summary>
    private void CollectKeptRows(PieceBuffer pieces, int text)
    {
        int start = text == 0 ? 0 : pieces.RowEnds[text - 1];
        ReadOnlySpan<int> rows = AddText(pieces.Ids[start..pieces.RowEnds[text]], []);
        var windows = new Recombination(_info!.MaxPieces, _info.NumStartTokens, _info.NumEndTokens);
        _keptRows.Clear();
        for (int i = 0; i < windows.KeptCount(rows.Length); i++)
        {
            int row = rows[windows.KeptPiece(rows.Length, i)];
            if (row >= 0)
            {
                _keptRows.Add(row);
            }
        }
    }

    private void AddTensors(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> offsets, ReadOnlyTensorSpan<int> tokenTypeIds)
    {
        ReadOnlySpan<int> ids = TensorInputs.Flatten(inputIds, _idCopy);
        ReadOnlySpan<int> types = TensorInputs.Flatten(tokenTypeIds, _typeCopy);
        ReadOnlySpan<int> places = TensorInputs.Flatten(offsets, _offsetCopy);
        TensorInputs.CheckRange(inputIds, ids, _info!.VocabularySize, nameof(inputIds));
        TensorInputs.CheckRange(tokenTypeIds, types, _info.TypeCount, nameof(tokenTypeIds));

        var windows = new Recombination(_info.MaxPieces, _info.NumStartTokens, _info.NumEndTokens);
        int length = (int)inputIds.Lengths[^1];
        int recombined = windows.KeptCount(length);
        TensorInputs.CheckRange(offsets, places, recombined, nameof(offsets));

        bool byOffset = TensorInputs.IsGiven(offsets);
        int width = byOffset ? (int)offsets.Lengths[^1] : recombined;
        SetShape(inputIds.Lengths[..^1], width);
        for (int start = 0, output = 0; start < ids.Length; start += length)
        {
            // Each text is recombined by its own length, so that it does not depend on what stands beside it.
            ReadOnlySpan<int> text = ids.Slice(start, length).TrimEnd(0);
            ReadOnlySpan<int> rows = AddText(text, types.IsEmpty ? [] : types.Slice(start, text.Length));
            int kept = windows.KeptCount(text.Length);
            for (int i = 0; i < width; i++, output++)
            {
                int place = byOffset ? places[output] : i;
                int row = place < kept ? rows[windows.KeptPiece(text.Length, place)] : -1;
                if (row >= 0)
                {
                    _run.Output.Add(row, output);
                }
            }
        }
    }

    /// <summary>Adds a text's pieces; returns their rows, -1 for padding.</summary>
    private ReadOnlySpan<int> AddText(ReadOnlySpan<int> ids, ReadOnlySpan<int> types)
    {
        PieceRows rows = _run.Rows;
        int before = rows.RowOfPiece.Length;
        rows.AddText(ids, types, _info!.MaxPieces);
        return rows.RowOfPiece[before..];
    }

    private void SetShape(ReadOnlySpan<nint> leading, nint items)
    {
        if (_shape.Length != leading.Length + 2)
        {
            _shape = new nint[leading.Length + 2];
        }

        leading.CopyTo(_shape);
        _shape[^2] = items;
        _shape[^1] = _info!.HiddenSize;
        double count = 1;
        foreach (nint length in _shape)
        {
            count *= length;
        }

        if (count > Array.MaxLength)
        {
            throw new ArgumentException(
                $"The result would have shape ({string.Join(", ", _shape)}), more values than an array holds, {Array.MaxLength}; use smaller batches.");
        }
    }
}
