using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace BertGen.Training.Heads;

/// <summary>
/// Arithmetic on rows of numbers. Sums have one order, whatever the addresses of the rows and the number of threads are; that is why these are
/// no library calls.
/// </summary>
/// <typeparam name="T">Float in training; double where a rule is compared with finite differences.</typeparam>
internal static class Rows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The inner product.</summary>
    public static T Dot(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
    {
        ReadOnlySpan<Vector256<T>> a = MemoryMarshal.Cast<T, Vector256<T>>(left);
        ReadOnlySpan<Vector256<T>> b = MemoryMarshal.Cast<T, Vector256<T>>(right)[..a.Length];
        Vector256<T> even = Vector256<T>.Zero;
        Vector256<T> odd = Vector256<T>.Zero;
        int i = 0;
        for (; i < a.Length - 1; i += 2)
        {
            even += a[i] * b[i];
            odd += a[i + 1] * b[i + 1];
        }

        if (i < a.Length)
        {
            even += a[i] * b[i];
        }

        // A vector's own sum has another order on another processor.
        Vector256<T> sums = even + odd;
        T sum = T.Zero;
        for (int lane = 0; lane < Vector256<T>.Count; lane++)
        {
            sum += sums[lane];
        }

        for (int rest = a.Length * Vector256<T>.Count; rest < left.Length; rest++)
        {
            sum += left[rest] * right[rest];
        }

        return sum;
    }

    /// <summary>destination += factor * source</summary>
    public static void AddScaled(ReadOnlySpan<T> source, T factor, Span<T> destination)
    {
        ReadOnlySpan<Vector256<T>> from = MemoryMarshal.Cast<T, Vector256<T>>(source);
        Span<Vector256<T>> to = MemoryMarshal.Cast<T, Vector256<T>>(destination)[..from.Length];
        for (int i = 0; i < from.Length; i++)
        {
            to[i] += from[i] * factor;
        }

        for (int rest = from.Length * Vector256<T>.Count; rest < source.Length; rest++)
        {
            destination[rest] += source[rest] * factor;
        }
    }
}
