using System.Numerics.Tensors;

namespace BertGen.Training.Heads;

/// <summary>Tensors as arrays, and shapes and places for messages.</summary>
internal static class Flat
{
    /// <summary>The values, last axis fastest.</summary>
    public static T[] Copy<T>(ReadOnlyTensorSpan<T> tensor)
    {
        T[] values = new T[checked((int)tensor.FlattenedLength)];
        tensor.FlattenTo(values);
        return values;
    }

    /// <summary>The vectors of the last axis, one a row.</summary>
    public static Matrix<float> Matrix(ReadOnlyTensorSpan<float> tensor) => new(Copy(tensor), (int)tensor.Lengths[^1]);

    /// <summary>A shape, as (2, 3).</summary>
    public static string Shape(ReadOnlySpan<nint> lengths) => $"({string.Join(", ", lengths.ToArray())})";

    /// <summary>The place of a value, as [1, 2].</summary>
    public static string Place(ReadOnlySpan<nint> lengths, nint index)
    {
        nint[] place = new nint[lengths.Length];
        for (int axis = lengths.Length - 1; axis >= 0; axis--)
        {
            (index, place[axis]) = Math.DivRem(index, lengths[axis]);
        }

        return $"[{string.Join(", ", place)}]";
    }
}
