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
    private readonly BatchInput _input;
    private readonly Workspace _given = new();
    private BertModelInfo? _info;
    private int _width;
    private PieceBuffer? _pieces;
    private bool _readsFirst;
    private nint[]? _givenShape;
    private int _givenWidth;
    private Pool<PieceBatch> _home = Idle;

    /// <summary>For the pool; use <see cref="Rent(BertModelInfo, ReadOnlyTensorSpan{int}, ReadOnlyTensorSpan{int}, ReadOnlyTensorSpan{int})"/>.</summary>
    public PieceBatch() => _input = new BatchInput(_run.Rows, _run.Output);

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
        ReadOnlyTensorSpan<int> tokenTypeIds) => Rent(info, inputIds, offsets, tokenTypeIds, default, Idle);

    /// <summary>The same, where a mask says which pieces are there, and not their ids.</summary>
    /// <param name="info">The model.</param>
    /// <param name="inputIds">Word ids, (batch, ..., pieces).</param>
    /// <param name="offsets">Indices of pieces after recombination, (batch, ..., words), or <c>default</c>.</param>
    /// <param name="tokenTypeIds">Token types, (batch, ..., pieces), or <c>default</c> for zeros.</param>
    /// <param name="attentionMask">1 where a piece is there, and 0 where not, (batch, ..., pieces).</param>
    /// <returns>The batch; dispose it to give it back.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit each other, or the result would be too large.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id, type, offset or the mask lies outside its range.</exception>
    public static PieceBatch Rent(
        BertModelInfo info,
        ReadOnlyTensorSpan<int> inputIds,
        ReadOnlyTensorSpan<int> offsets,
        ReadOnlyTensorSpan<int> tokenTypeIds,
        ReadOnlyTensorSpan<int> attentionMask) => Rent(info, inputIds, offsets, tokenTypeIds, attentionMask, Idle);

    internal static PieceBatch Rent(
        BertModelInfo info,
        ReadOnlyTensorSpan<int> inputIds,
        ReadOnlyTensorSpan<int> offsets,
        ReadOnlyTensorSpan<int> tokenTypeIds,
        ReadOnlyTensorSpan<int> attentionMask,
        Pool<PieceBatch> home)
    {
        TensorInputs.CheckShapes(inputIds, offsets, tokenTypeIds, attentionMask);
        PieceBatch batch = Start(info, home);
        try
        {
            batch._input.AddTensors(info, inputIds, offsets, tokenTypeIds, attentionMask);
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
    /// <param name="width">Values of a vector.</param>
    /// <param name="first">Whether it is made of the first piece, and not of all.</param>
    /// <returns>The batch; dispose it to give it back, and the pieces after it.</returns>
    /// <exception cref="ArgumentException">The result would be too large.</exception>
    public static PieceBatch RentTexts(BertModelInfo info, PieceBuffer pieces, int width, bool first) => RentTexts(info, pieces, width, first, Idle);

    /// <summary>A batch of vectors that are there already, whose result is one vector per row, made of the first of each.</summary>
    /// <param name="info">The model.</param>
    /// <param name="tokens">(batch, ..., pieces, values of the model's vectors).</param>
    /// <param name="width">Values of a vector of the result.</param>
    /// <returns>The batch; dispose it to give it back.</returns>
    /// <exception cref="ArgumentException">The shape is another, or rows have no vectors.</exception>
    public static PieceBatch RentFirst(BertModelInfo info, ReadOnlyTensorSpan<float> tokens, int width) => RentFirst(info, tokens, width, Idle);

    internal static PieceBatch RentFirst(BertModelInfo info, ReadOnlyTensorSpan<float> tokens, int width, Pool<PieceBatch> home)
    {
        ArgumentNullException.ThrowIfNull(info);
        if (tokens.Rank < 2 || tokens.Lengths[^1] != info.HiddenSize || tokens.Lengths[^2] == 0)
        {
            throw new ArgumentException(
                $"Expected shape (batch, ..., pieces, {info.HiddenSize}) with one piece or more; found {TensorText.Shape(tokens.Lengths)}.",
                nameof(tokens));
        }

        PieceBatch batch = Start(info, home, width);
        try
        {
            batch.AddFirst(tokens, info.HiddenSize);
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    /// <summary>A batch whose result is one vector per row, which a head makes from the first piece.</summary>
    /// <param name="info">The model.</param>
    /// <param name="inputIds">Word ids, (batch, ..., pieces), no longer than a window.</param>
    /// <param name="tokenTypeIds">Token types, (batch, ..., pieces), or <c>default</c> for zeros.</param>
    /// <param name="attentionMask">1 where a piece is there, and 0 where not, or <c>default</c>, where ids tell.</param>
    /// <param name="width">Values of a vector.</param>
    /// <param name="hasFirst">Whether a first piece that the mask leaves out is computed all the same; not where pieces attend to near ones only, of which it may have none.</param>
    /// <returns>The batch; dispose it to give it back.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit each other, a row is too long, or its first piece is padding.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id, type or the mask lies outside its range.</exception>
    public static PieceBatch RentFirst(
        BertModelInfo info, ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask, int width, bool hasFirst = true) =>
        RentFirst(info, inputIds, tokenTypeIds, attentionMask, width, hasFirst, Idle);

    internal static PieceBatch RentFirst(
        BertModelInfo info,
        ReadOnlyTensorSpan<int> inputIds,
        ReadOnlyTensorSpan<int> tokenTypeIds,
        ReadOnlyTensorSpan<int> attentionMask,
        int width,
        bool hasFirst,
        Pool<PieceBatch> home)
    {
        TensorInputs.CheckShapes(inputIds, default, tokenTypeIds, attentionMask);
        PieceBatch batch = Start(info, home, width);
        try
        {
            batch._input.AddFirstPieces(info, inputIds, tokenTypeIds, attentionMask, width, hasFirst);
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    /// <summary>A batch whose result is one vector for each piece of encoded texts, (pieces, hidden size): the texts one after the other.</summary>
    /// <param name="info">The model.</param>
    /// <param name="pieces">The texts' pieces, one row a text.</param>
    /// <returns>The batch; dispose it to give it back, and the pieces after it.</returns>
    /// <exception cref="ArgumentException">The result would be too large.</exception>
    public static PieceBatch RentPieces(BertModelInfo info, PieceBuffer pieces) =>
        RentPieces(info, pieces, new int[pieces?.RowCount ?? throw new ArgumentNullException(nameof(pieces))]);

    /// <summary>The same.</summary>
    /// <param name="info">The model.</param>
    /// <param name="pieces">The texts' pieces, one row a text.</param>
    /// <param name="counts">Gets the number of vectors of each text: of a text in windows, those that recombination keeps.</param>
    /// <returns>The batch; dispose it to give it back, and the pieces after it.</returns>
    /// <exception cref="ArgumentException">The result would be too large.</exception>
    internal static PieceBatch RentPieces(BertModelInfo info, PieceBuffer pieces, Span<int> counts)
    {
        PieceBatch batch = Start(info, Idle);
        try
        {
            int total = 0;
            for (int text = 0; text < pieces.RowCount; text++)
            {
                ReadOnlySpan<int> rows = batch._input.AddText(pieces, text, info);
                counts[text] = rows.Length;
                foreach (int row in rows)
                {
                    batch._run.Output.Add(row, total++);
                }
            }

            batch._input.SetShape([], total, info.HiddenSize);
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    internal static PieceBatch RentTexts(BertModelInfo info, PieceBuffer pieces, int width, bool first, Pool<PieceBatch> home)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        PieceBatch batch = Start(info, home, width);
        (batch._pieces, batch._readsFirst) = (pieces, first);
        try
        {
            batch._input.SetShape([], pieces.RowCount, batch._width);
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
    /// <param name="head">What makes one vector of those of a text; null where the encoder makes what is asked for.</param>
    /// <returns>(batch, ..., pieces or words, hidden size), or (texts, width). Zero at padding.</returns>
    /// <exception cref="ObjectDisposedException">The weights were released.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxThreads"/> is below 1.</exception>
    /// <exception cref="NonFiniteResultException">A vector has infinite values or NaN.</exception>
    public Tensor<float> Run(IEncoder encoder, WeightMemory memory, int maxThreads, ScalarMix? mix = null, IEncoder? head = null) =>
        Run(encoder, memory, maxThreads, mix, head, default);

    /// <summary>The same, in memory of whoever calls, where the result fits in there.</summary>
    internal Tensor<float> Run(IEncoder encoder, WeightMemory memory, int maxThreads, ScalarMix? mix, IEncoder? head, Memory<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxThreads, 1);
        Tensor<float> result = ResultIn(destination);
        using WeightLease lease = WeightLease.Of(memory);
        if (result.FlattenedLength > 0)
        {
            fixed (float* values = GivenMemory.ValuesOf(result))
            {
                Execute(new ForwardCall(encoder, head, memory, maxThreads, mix), values);
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

    private Tensor<float> ResultIn(Memory<float> destination)
    {
        if (GivenMemory.FindTensor(destination, _input.Shape) is not { } given)
        {
            return Tensor.CreateFromShape<float>(_input.Shape);
        }

        // Places that no row goes to are zero.
        GivenMemory.ValuesOf(given).Clear();
        return given;
    }

    private static PieceBatch Start(BertModelInfo info, Pool<PieceBatch> home, int? width = null)
    {
        PieceBatch batch = home.Rent();
        (batch._info, batch._home, batch._width) = (info, home, width ?? info.HiddenSize);
        (batch._run.PaddingId, batch._run.PositionPaddingId) = (info.PositionPaddingId ?? info.PaddingId, info.PositionPaddingId);
        batch._run.Clear(batch._width);
        batch._givenShape = null;
        return batch;
    }

    /// <summary>Takes a copy of the first vector of every row.</summary>
    private void AddFirst(ReadOnlyTensorSpan<float> tokens, int hidden)
    {
        _input.SetShape(tokens.Lengths[..^2], _width);
        (_givenShape, _givenWidth) = (tokens.Lengths.ToArray(), hidden);
        ReadOnlySpan<float> values = DenseValues.Of<float>(tokens);
        int stride = (int)tokens.Lengths[^2] * hidden, count = values.Length / stride;
        float* rows = _given.Ensure((nint)count * hidden);
        for (int row = 0; row < count; row++)
        {
            values.Slice(row * stride, hidden).CopyTo(new Span<float>(rows + ((nint)row * hidden), hidden));
            _run.GiveText(1, row);
        }

        _run.Give(rows, hidden);
    }

    private void Execute(in ForwardCall call, float* result)
    {
        if (_pieces is not { } pieces)
        {
            ExecuteRows(call, result);
            return;
        }

        for (int text = 0; text < pieces.RowCount;)
        {
            int first = text;
            _run.Clear(_width);
            while (text < pieces.RowCount && _run.Rows.Count < PortionRows)
            {
                AddText(pieces, text++);
            }

            ExecuteRows(call, result + ((nint)first * _width));
        }
    }

    private void ExecuteRows(in ForwardCall call, float* result)
    {
        _run.Execute(call.Encoder, call.MaxThreads, call.Mix, result, call.Head);
        if (!_run.IsFinite)
        {
            throw new NonFiniteResultException(_info!.Name, _run.FindNonFinite(call.Encoder, call.Memory));
        }
    }

    private void AddText(PieceBuffer pieces, int text)
    {
        int sequences = _run.Rows.SequenceCount;
        ReadOnlySpan<int> rows = _input.AddText(pieces, text, _info!);
        _run.Result.AddText(WantedOf(rows), _run.Rows.SequenceCount - sequences);
    }

    /// <summary>The rows of a text that its vector is made of.</summary>
    private ReadOnlySpan<int> WantedOf(ReadOnlySpan<int> rows) => _readsFirst ? rows[..Math.Min(1, rows.Length)] : rows;

    private readonly record struct ForwardCall(IEncoder Encoder, IEncoder? Head, WeightMemory Memory, int MaxThreads, ScalarMix? Mix);
}
