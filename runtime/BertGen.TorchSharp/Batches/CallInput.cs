using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using BertGen.Engine.Batches;
using BertGen.Text;
using TorchSharp;

namespace BertGen.Torch.Batches;

/// <summary>The input of one call: checked, cut in windows, stripped of padding.</summary>
internal sealed class CallInput
{
    private readonly BatchInput _input;

    private CallInput() => _input = new BatchInput(Rows, Output);

    public PieceRows Rows { get; } = new();

    /// <summary>Which rows go to which places of the result.</summary>
    public OutputMap Output { get; } = new();

    /// <summary>Shape of the result, (batch, ..., items, hidden size).</summary>
    public nint[] Shape => _input.Shape;

    /// <exception cref="ArgumentException">The shapes do not fit each other, or the result would be too large.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id, type or offset lies outside its range.</exception>
    public static CallInput Of(
        BertModelInfo model, ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> offsets, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask = default)
    {
        TensorInputs.CheckShapes(inputIds, offsets, tokenTypeIds, attentionMask);
        var call = new CallInput();
        call._input.AddTensors(model, inputIds, offsets, tokenTypeIds, attentionMask);
        call.Output.Build(call.Rows.Count);
        return call;
    }

    /// <summary>Rows of ids of which only the first pieces are wanted.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit each other, a row is too long, or its first piece is padding.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id, type or the mask lies outside its range.</exception>
    public static CallInput OfFirstPieces(
        BertModelInfo model, ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask, int width)
    {
        TensorInputs.CheckShapes(inputIds, default, tokenTypeIds, attentionMask);
        var call = new CallInput();
        call._input.AddFirstPieces(model, inputIds, tokenTypeIds, attentionMask, width, hasFirst: false);
        call.Output.Build(call.Rows.Count);
        return call;
    }

    /// <summary>The same, from tensors of any integer type on any device.</summary>
    public static CallInput Of(BertModelInfo model, torch.Tensor inputIds, torch.Tensor? offsets, torch.Tensor? tokenTypeIds, torch.Tensor? attentionMask) =>
        Of(model, ToHost(inputIds), ToHost(offsets), ToHost(tokenTypeIds), ToHost(attentionMask));

    /// <summary>Rows of which only the first pieces are wanted, from tensors of any integer type on any device.</summary>
    public static CallInput OfFirstPieces(BertModelInfo model, torch.Tensor inputIds, torch.Tensor? tokenTypeIds, torch.Tensor? attentionMask, int width) =>
        OfFirstPieces(model, ToHost(inputIds), ToHost(tokenTypeIds), ToHost(attentionMask), width);

    /// <summary>Takes some of indexed texts.</summary>
    /// <param name="model">The model.</param>
    /// <param name="pieces">The texts.</param>
    /// <param name="texts">Which of them.</param>
    /// <param name="take">Gets the rows of each text after recombination, rising.</param>
    public static CallInput Of(BertModelInfo model, PieceBuffer pieces, ReadOnlySpan<int> texts, Action<ReadOnlySpan<int>> take)
    {
        var call = new CallInput();
        foreach (int text in texts)
        {
            take(call._input.AddText(pieces, text, model));
        }

        return call;
    }

    public PackedRows Pack() => new(Rows);

    private static ReadOnlyTensorSpan<int> ToHost(torch.Tensor? tensor)
    {
        if (tensor is null)
        {
            return default;
        }

        using torch.Tensor host = tensor.to(torch.ScalarType.Int32, torch.CPU);
        using torch.Tensor dense = host.contiguous();
        nint[] shape = [.. tensor.shape.Select(length => (nint)length)];
        return Tensor.Create(MemoryMarshal.Cast<byte, int>(dense.bytes).ToArray(), shape);
    }
}
