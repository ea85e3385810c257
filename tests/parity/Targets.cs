using BertGen.Tests.Torch;
using TorchSharp;

namespace BertGen.Parity;

/// <summary>What compiled classes run on here: this process always, TorchSharp where the tests were built with the library.</summary>
internal static class Targets
{
    /// <summary>Whether TorchSharp finds a GPU.</summary>
    public static bool HasCuda { get; } = TorchLibrary.IsPresent && torch.cuda.is_available();

    /// <summary>The targets that can run.</summary>
    public static BertTarget[] All { get; } = TorchLibrary.IsPresent ? [BertTarget.Managed, BertTarget.TorchSharp] : [BertTarget.Managed];

    /// <summary>Asserts that vectors have the same bits; on TorchSharp, which chooses other kernels for other batches, that they are near.</summary>
    public static void AssertSame(BertTarget target, float[] expected, ReadOnlySpan<float> found, string what)
    {
        if (target == BertTarget.Managed)
        {
            Bits.AssertEqual(expected, found, what);
            return;
        }

        var difference = new Difference(what);
        difference.Add(expected, found, what);
        difference.AssertWithin(1e-5);
    }

    /// <summary>Theory rows once for every target that can run.</summary>
    public static TheoryData<BertTarget, string, string> Times(TheoryData<string, string> rows)
    {
        var all = new TheoryData<BertTarget, string, string>();
        foreach (BertTarget target in All)
        {
            foreach (object[] row in rows)
            {
                all.Add(target, (string)row[0], (string)row[1]);
            }
        }

        return all;
    }

    /// <summary>Attribute arguments of a class for TorchSharp, on the best device that is here.</summary>
    public static string Arguments => $"Target = BertTarget.TorchSharp, Device = BertDevice.{(HasCuda ? "Cuda" : "Cpu")}";
}
