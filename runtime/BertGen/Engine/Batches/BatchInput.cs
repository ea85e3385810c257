using System.Numerics.Tensors;
using BertGen.Text;

namespace BertGen.Engine.Batches;

/// <summary>
/// Takes the input of a call: pieces become rows, and the map says which of them go to which places of the result. Kept
/// for the next call, so that it allocates nothing.
/// </summary>
/// <param name="rows">Where the pieces go.</param>
/// <param name="output">Where the places go.</param>
internal sealed class BatchInput(PieceRows rows, OutputMap output)
{
    /// <summary>No id: every piece of an indexed text is there.</summary>
    private const int NoPadding = -1;

    private readonly IntList _idCopy = new();
    private readonly IntList _typeCopy = new();
    private readonly IntList _maskCopy = new();
    private readonly IntList _offsetCopy = new();
    private readonly IntList _keptRows = new();

    /// <summary>Shape of the result, (batch, ..., items, hidden size).</summary>
    public nint[] Shape { get; private set; } = [];

    /// <summary>Adds checked tensors, whose result is one vector per piece, or per offset.</summary>
    /// <exception cref="ArgumentException">The result would be too large.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id, type or offset lies outside its range.</exception>
    public void AddTensors(
        BertModelInfo info,
        ReadOnlyTensorSpan<int> inputIds,
        ReadOnlyTensorSpan<int> offsets,
        ReadOnlyTensorSpan<int> tokenTypeIds,
        ReadOnlyTensorSpan<int> attentionMask,
        bool hasFirst = false)
    {
        ReadOnlySpan<int> ids = TensorInputs.Flatten(inputIds, _idCopy);
        ReadOnlySpan<int> types = info.TypeCount == 0 ? [] : TensorInputs.Flatten(tokenTypeIds, _typeCopy);
        ReadOnlySpan<int> mask = TensorInputs.Flatten(attentionMask, _maskCopy);
        ReadOnlySpan<int> places = TensorInputs.Flatten(offsets, _offsetCopy);
        TensorInputs.CheckRange(inputIds, ids, info.VocabularySize, nameof(inputIds));
        if (!types.IsEmpty)
        {
            TensorInputs.CheckRange(tokenTypeIds, types, info.TypeCount, nameof(tokenTypeIds));
        }

        TensorInputs.CheckRange(attentionMask, mask, 2, nameof(attentionMask));
        int length = (int)inputIds.Lengths[^1];
        if (!mask.IsEmpty && info.HasPositionLimit)
        {
            CheckLengths(info, inputIds, ids, length);
        }

        var windows = new Recombination(mask.IsEmpty ? info.MaxPieces : Math.Max(info.MaxPieces, length), info.NumStartTokens, info.NumEndTokens);
        int recombined = windows.KeptCount(length);
        TensorInputs.CheckRange(offsets, places, recombined, nameof(offsets));

        bool byOffset = TensorInputs.IsGiven(offsets);
        int width = byOffset ? (int)offsets.Lengths[^1] : recombined;
        SetShape(inputIds.Lengths[..^1], width, info.HiddenSize);
        for (int start = 0, item = 0; start < ids.Length; start += length)
        {
            // Each text is recombined by its own length, so that it does not depend on what stands beside it.
            int end = mask.IsEmpty ? ids.Slice(start, length).TrimEnd(info.PaddingId).Length : mask.Slice(start, length).TrimEnd(0).Length;
            ReadOnlySpan<int> text = ids.Slice(start, end);
            ReadOnlySpan<int> rowOfPiece = AddText(
                text, types.IsEmpty ? [] : types.Slice(start, end), mask.IsEmpty ? [] : mask.Slice(start, end), info, info.PaddingId, hasFirst);
            int kept = windows.KeptCount(text.Length);
            for (int i = 0; i < width; i++, item++)
            {
                int place = byOffset ? places[item] : i;
                int row = place < kept ? rowOfPiece[windows.KeptPiece(text.Length, place)] : -1;
                if (row >= 0)
                {
                    output.Add(row, item);
                }
            }
        }
    }

    /// <summary>Adds an encoded text: all of its pieces count, whatever their ids.</summary>
    /// <param name="pieces">The texts.</param>
    /// <param name="text">Index of the text.</param>
    /// <param name="info">The model.</param>
    /// <returns>The rows of its pieces after recombination, rising; valid until the next text.</returns>
    public ReadOnlySpan<int> AddText(PieceBuffer pieces, int text, BertModelInfo info)
    {
        int start = text == 0 ? 0 : pieces.RowEnds[text - 1];
        ReadOnlySpan<int> rowOfPiece = AddText(
            pieces.Ids[start..pieces.RowEnds[text]],
            pieces.Types.IsEmpty || info.TypeCount == 0 ? [] : pieces.Types[start..pieces.RowEnds[text]],
            [],
            info,
            NoPadding,
            attended: pieces.Attended?[text] ?? int.MaxValue);
        var windows = new Recombination(info.MaxPieces, info.NumStartTokens, info.NumEndTokens);
        _keptRows.Clear();
        for (int i = 0; i < windows.KeptCount(rowOfPiece.Length); i++)
        {
            int row = rowOfPiece[windows.KeptPiece(rowOfPiece.Length, i)];
            if (row >= 0)
            {
                _keptRows.Add(row);
            }
        }

        return _keptRows.Items;
    }

    /// <summary>Adds checked tensors, whose result is one vector for each row, made from its first piece.</summary>
    /// <param name="info">The model.</param>
    /// <param name="inputIds">Word ids.</param>
    /// <param name="tokenTypeIds">Token types, or <c>default</c>.</param>
    /// <param name="attentionMask">Which pieces are there, or <c>default</c>.</param>
    /// <param name="width">Values of a vector.</param>
    /// <param name="hasFirst">Whether a first piece that the mask leaves out is computed all the same, as the original does it.</param>
    /// <exception cref="ArgumentException">A row is longer than a window and there are positions only for one, or it has no piece to begin with.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id, type or the mask lies outside its range.</exception>
    public void AddFirstPieces(
        BertModelInfo info, ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask, int width, bool hasFirst)
    {
        // With a mask a row is one window, whose length is told by ids that are counted, or by nothing.
        bool isLimited = !TensorInputs.IsGiven(attentionMask) || (info.HasPositionLimit && info.PositionPaddingId is null);
        if (inputIds.Lengths[^1] < 1 || (inputIds.Lengths[^1] > info.MaxPieces && isLimited))
        {
            throw new ArgumentException($"Expected rows of 1 to {info.MaxPieces} pieces; found {TensorText.Shape(inputIds.Lengths)}.", nameof(inputIds));
        }

        AddTensors(info, inputIds, Tensor.CreateFromShape<int>([.. inputIds.Lengths[..^1], 1]), tokenTypeIds, attentionMask, hasFirst);
        nint count = inputIds.FlattenedLength / inputIds.Lengths[^1];
        if (output.Count != count)
        {
            throw new ArgumentException("Expected rows whose first piece is there, because the vector of a row is made from it; found one that begins with padding.", nameof(inputIds));
        }

        SetShape(inputIds.Lengths[..^2], inputIds.Lengths[^2], width);
    }

    /// <summary>Says what shape the result has.</summary>
    /// <exception cref="ArgumentException">The result would be too large.</exception>
    public void SetShape(ReadOnlySpan<nint> leading, nint items, int hiddenSize)
    {
        SetLength(leading.Length + 2);
        leading.CopyTo(Shape);
        Shape[^2] = items;
        Shape[^1] = hiddenSize;
        CheckShape();
    }

    /// <summary>The same for one vector a row.</summary>
    /// <exception cref="ArgumentException">The result would be too large.</exception>
    public void SetShape(ReadOnlySpan<nint> leading, int width)
    {
        SetLength(leading.Length + 1);
        leading.CopyTo(Shape);
        Shape[^1] = width;
        CheckShape();
    }

    private void SetLength(int length)
    {
        if (Shape.Length != length)
        {
            Shape = new nint[length];
        }
    }

    private void CheckShape()
    {
        double count = 1;
        foreach (nint length in Shape)
        {
            count *= length;
        }

        if (count > Array.MaxLength)
        {
            throw new ArgumentException(
                $"The result would have shape {TensorText.Shape(Shape)}, more values than an array holds, {Array.MaxLength}; use smaller batches.");
        }
    }

    /// <summary>Throws where a row that has a mask, and so is one window, is longer than one; ids that have no position of their own do not count.</summary>
    private static void CheckLengths(BertModelInfo info, ReadOnlyTensorSpan<int> inputIds, ReadOnlySpan<int> ids, int length)
    {
        int longest = length;
        for (int start = 0; length > info.MaxPieces && start < ids.Length; start += length)
        {
            int counted = info.PositionPaddingId is { } uncounted ? length - ids.Slice(start, length).Count(uncounted) : length;
            longest = start == 0 ? counted : Math.Max(longest, counted);
        }

        if (longest > info.MaxPieces)
        {
            throw new ArgumentException($"Expected rows of at most {info.MaxPieces} pieces with an attention mask; found {TensorText.Shape(inputIds.Lengths)}.", nameof(inputIds));
        }
    }

    /// <summary>Adds a text's pieces; returns their rows, -1 for padding.</summary>
    private ReadOnlySpan<int> AddText(ReadOnlySpan<int> ids, ReadOnlySpan<int> types, ReadOnlySpan<int> mask, BertModelInfo info, int paddingId, bool hasFirst = false, int attended = int.MaxValue)
    {
        int before = rows.RowOfPiece.Length;
        rows.AddText(ids, types, mask, info.MaxPieces, paddingId, info.PositionPaddingId, hasFirst, attended);
        return rows.RowOfPiece[before..];
    }
}
