using System.Numerics.Tensors;
using BertGen.Engine.Batches;
using BertGen.Engine.Threading;
using BertGen.Text;

namespace BertGen.Engine;

/// <summary>
/// The input of one call: checked, cut in windows, stripped of padding, with a map from pieces to places in the result.
/// Rented, so that calls allocate nothing but their result.
/// </summary>
public sealed unsafe class PieceBatch : IDisposable
{
    private static readonly Pool<PieceBatch> Idle = new();

    private readonly EncoderRun _run = new();
    private readonly IntList _idCopy = new();
    private readonly IntList _typeCopy = new();
    private readonly IntList _offsetCopy = new();
    private readonly IntList _keptRows = new();
    private nint[] _shape = [];
    private BertModelInfo? _info;

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
    /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id, type or offset lies outside its range.</exception>
    public static PieceBatch Rent(
        BertModelInfo info,
        ReadOnlyTensorSpan<int> inputIds,
        ReadOnlyTensorSpan<int> offsets,
        ReadOnlyTensorSpan<int> tokenTypeIds)
    {
        TensorInputs.CheckShapes(inputIds, offsets, tokenTypeIds);
        PieceBatch batch = Start(info, pooling: null);
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
    /// <returns>The batch; dispose it to give it back.</returns>
    public static PieceBatch Rent(BertModelInfo info, PieceBuffer pieces, BertPooling pooling, bool normalize)
    {
        PieceBatch batch = Start(info, new SentencePooling(pooling, normalize));
        var windows = new Recombination(info.MaxPieces, info.NumStartTokens, info.NumEndTokens);
        int start = 0;
        foreach (int end in pieces.RowEnds)
        {
            int sequencesBefore = batch._run.Rows.SequenceCount;
            ReadOnlySpan<int> rows = batch.AddText(pieces.Ids[start..end], []);
            int length = rows.Length;
            batch._keptRows.Clear();
            for (int i = 0; i < windows.KeptCount(length); i++)
            {
                int row = rows[windows.KeptPiece(length, i)];
                if (row >= 0)
                {
                    batch._keptRows.Add(row);
                }
            }

            batch._run.Result.AddPooledText(batch._keptRows.Items, batch._run.Rows.SequenceCount - sequencesBefore);
            start = end;
        }

        batch.SetShape([], pieces.RowCount);
        return batch;
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
        bool held = false;
        try
        {
            memory.DangerousAddRef(ref held);
            if (result.FlattenedLength > 0)
            {
                fixed (float* values = &result.GetPinnableReference())
                {
                    _run.Execute(encoder, maxThreads, mix, values);
                }
            }
        }
        finally
        {
            if (held)
            {
                memory.DangerousRelease();
            }
        }

        return result;
    }

    /// <summary>Gives the batch back; it must not be used after that.</summary>
    public void Dispose()
    {
        if (_info is not null)
        {
            _info = null;
            Idle.Return(this);
        }
    }

    private static PieceBatch Start(BertModelInfo info, SentencePooling? pooling)
    {
        PieceBatch batch = Idle.Rent();
        batch._info = info;
        batch._run.Rows.Clear();
        batch._run.Output.Clear();
        batch._run.Result.Reset(info.HiddenSize, pooling);
        return batch;
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
    }
}
