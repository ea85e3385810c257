using System.Runtime.Intrinsics.X86;

namespace BertGen.Engine.Kernels.Integer;

/// <summary>What AMD's processors tell about their vector units.</summary>
internal static class AmdUnits
{
    private const int LastLeaf = unchecked((int)0x8000_0000), UnitsLeaf = unchecked((int)0x8000_001A);

    /// <summary>"Auth", of the vendor's name.</summary>
    private const int Amd = 0x6874_7541;

    /// <summary>The bit FP512 of the leaf.</summary>
    private const int WholeVectors = 1 << 3;

    /// <summary>
    /// Whether vectors of 512 bits are worked on whole, where additions of integers have units beside those of products; Intel's, which
    /// share two units, are no such processors.
    /// </summary>
    public static bool AreWhole512 { get; } =
        X86Base.IsSupported
        && X86Base.CpuId(0, 0).Ebx == Amd
        && (uint)X86Base.CpuId(LastLeaf, 0).Eax >= unchecked((uint)UnitsLeaf)
        && (X86Base.CpuId(UnitsLeaf, 0).Eax & WholeVectors) != 0;
}
