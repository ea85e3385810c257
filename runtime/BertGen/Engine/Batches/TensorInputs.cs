using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace BertGen.Engine.Batches;

/// <summary>Checks the shapes and values of a call's tensors and reads them row by row.</summary>
internal static class TensorInputs
{
    /// <summary>Checks that ids have rank 2 or more and that the other tensors fit them.</summary>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public static void CheckShapes(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> offsets, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask)
    {
        if (inputIds.Rank < 2)
        {
            throw new ArgumentException(
                $"Expected shape (batch, ..., pieces), rank 2 or more; found {TensorText.Shape(inputIds.Lengths)}.", nameof(inputIds));
        }

        CheckSameShape(inputIds, tokenTypeIds, nameof(tokenTypeIds));
        CheckSameShape(inputIds, attentionMask, nameof(attentionMask));

        if (IsGiven(offsets) && (offsets.Rank != inputIds.Rank || !offsets.Lengths[..^1].SequenceEqual(inputIds.Lengths[..^1])))
        {
            throw new ArgumentException(
                $"Expected the shape of inputIds, {TensorText.Shape(inputIds.Lengths)}, but for the last axis; found {TensorText.Shape(offsets.Lengths)}.",
                nameof(offsets));
        }
    }

    private static void CheckSameShape(ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tensor, string name)
    {
        if (IsGiven(tensor) && !tensor.Lengths.SequenceEqual(inputIds.Lengths))
        {
            throw new ArgumentException(
                $"Expected the shape of inputIds, {TensorText.Shape(inputIds.Lengths)}; found {TensorText.Shape(tensor.Lengths)}.", name);
        }
    }

    /// <summary>Whether an optional tensor was given: <c>default</c> has rank 0.</summary>
    public static bool IsGiven(ReadOnlyTensorSpan<int> tensor) => tensor.Rank > 0;

    /// <summary>Checks that every value lies in [0, limit).</summary>
    /// <param name="tensor">The tensor, for the position in the message.</param>
    /// <param name="values">Its values, flat.</param>
    /// <param name="limit">One more than the largest value.</param>
    /// <param name="name">Name of the parameter.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value lies outside; the message names its position.</exception>
    public static void CheckRange(ReadOnlyTensorSpan<int> tensor, ReadOnlySpan<int> values, int limit, string name)
    {
        // With no valid value at all the range would be empty, which the search takes for no range.
        int index = limit > 0 ? values.IndexOfAnyExceptInRange(0, limit - 1) : values.IsEmpty ? -1 : 0;
        if (index >= 0)
        {
            string place = TensorText.Place(tensor.Lengths, index);
            throw new ArgumentOutOfRangeException(
                name,
                values[index],
                limit > 0
                    ? $"{name}{place} is {values[index]}; expected 0 to {limit - 1}."
                    : $"{name}{place} is {values[index]}; there is no piece that it could name.");
        }
    }

    /// <summary>The values, flat, last axis fastest: where they are when they are dense, else copied to <paramref name="copy"/>.</summary>
    public static ReadOnlySpan<int> Flatten(ReadOnlyTensorSpan<int> tensor, IntList copy)
    {
        int count = checked((int)tensor.FlattenedLength);
        if (count == 0)
        {
            return [];
        }

        if (tensor.IsDense)
        {
            return MemoryMarshal.CreateReadOnlySpan(in tensor.GetPinnableReference(), count);
        }

        Span<int> values = copy.Fill(count, 0);
        tensor.FlattenTo(values);
        return values;
    }
}
