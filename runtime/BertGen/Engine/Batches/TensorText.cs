using System.Numerics.Tensors;

namespace BertGen.Engine.Batches;

/// <summary>Shapes and places of tensors as messages have them.</summary>
internal static class TensorText
{
    /// <summary>A shape, as (2, 3).</summary>
    public static string Shape(ReadOnlySpan<nint> lengths) => $"({string.Join(", ", lengths.ToArray())})";

    /// <summary>The place of a value, as [1, 2].</summary>
    /// <param name="lengths">Shape of the tensor.</param>
    /// <param name="index">Index of the value, last axis fastest.</param>
    public static string Place(ReadOnlySpan<nint> lengths, nint index)
    {
        var place = new nint[lengths.Length];
        for (int axis = lengths.Length - 1; axis >= 0; axis--)
        {
            (index, place[axis]) = Math.DivRem(index, lengths[axis]);
        }

        return $"[{string.Join(", ", place)}]";
    }

    /// <summary>Checks that a cotangent has the shape of the output that it belongs to.</summary>
    /// <exception cref="ArgumentException">It has not.</exception>
    public static void CheckCotangent(ReadOnlyTensorSpan<float> cotangent, Tensor<float> output)
    {
        if (!cotangent.Lengths.SequenceEqual(output.Lengths))
        {
            throw new ArgumentException(
                $"Expected the shape of the output, {Shape(output.Lengths)}; found {Shape(cotangent.Lengths)}.", nameof(cotangent));
        }
    }
}
