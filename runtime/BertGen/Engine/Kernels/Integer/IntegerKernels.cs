using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace BertGen.Engine.Kernels.Integer;

/// <summary>Products of rows with weights in 8 bits, for one instruction set, chosen once.</summary>
internal abstract unsafe class IntegerKernels
{
    /// <summary>The kernels that this process uses.</summary>
    public static IntegerKernels Best { get; } = All.First();

    /// <summary>
    /// All that this processor has, the fastest first. In a cycle AVX-VNNI does 64 products; with 512 bits and sums in 16 bits they are
    /// 102 where additions have units of their own, and 51 where they share those of the products.
    /// </summary>
    public static IEnumerable<IntegerKernels> All
    {
        get
        {
#if NET11_0_OR_GREATER
            if (AvxVnni.V512.IsSupported && Vector512.IsHardwareAccelerated)
            {
                yield return new IntegerKernels<DotVnni512, NoShortSums<Vector512<int>>, Integers512, Vector512<int>, Simd512, Vector512<float>>();
            }

#endif
            bool has512 = Avx512BW.IsSupported && Vector512.IsHardwareAccelerated;
            if (has512 && AmdUnits.AreWhole512)
            {
                yield return new IntegerKernels<Dot512, ShortSums512, Integers512, Vector512<int>, Simd512, Vector512<float>>();
            }

            if (AvxVnni.IsSupported && Vector256.IsHardwareAccelerated)
            {
                yield return new IntegerKernels<DotVnni256, NoShortSums<Vector256<int>>, Integers256, Vector256<int>, Simd256, Vector256<float>>();
            }

            if (has512 && !AmdUnits.AreWhole512)
            {
                yield return new IntegerKernels<Dot512, ShortSums512, Integers512, Vector512<int>, Simd512, Vector512<float>>();
            }

            if (Avx2.IsSupported && Vector256.IsHardwareAccelerated)
            {
                yield return new IntegerKernels<Dot256, ShortSums256, Integers256, Vector256<int>, Simd256, Vector256<float>>();
            }

            yield return new IntegerKernels<Dot128, NoShortSums<Vector128<int>>, Integers128, Vector128<int>, Simd128, Vector128<float>>();
        }
    }

    /// <summary>What the kernels are made of.</summary>
    public abstract string Name { get; }

    /// <summary>Whether they read the <see cref="IntegerPanels.Squares"/> of weights.</summary>
    public abstract bool ReadsSquares { get; }

    /// <summary>c = activation(a W + bias) for the columns of some panels.</summary>
    /// <param name="a">Inputs, [rows, W.Inputs].</param>
    /// <param name="lda">Floats from one input row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="weights">W, rounded, and its bias.</param>
    /// <param name="panels">The panels to compute.</param>
    /// <param name="c">Results, [rows, W.Outputs], the rows long enough for whole panels.</param>
    /// <param name="ldc">Floats from one result row to the next.</param>
    /// <param name="activation">Applied while the rows of two panels are in the cache.</param>
    /// <param name="scratch">Working memory, <see cref="KernelSet.PackedFloats"/>.</param>
    /// <param name="planes">Where the columns of the results lie, from the first of them on.</param>
    public abstract void Product(
        float* a, nint lda, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc, Activation activation, float* scratch, ColumnPlanes planes = default);

    /// <summary>c = c + (a W + bias) for the columns of some panels.</summary>
    public abstract void ProductAddResidual(float* a, nint lda, int rows, PackedMatrix weights, IndexRange panels, float* c, nint ldc, float* scratch);
}
