using BertGen.Generator.Diagnostics;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking;

/// <summary>Checks the precision: that there is such a one, and what products of 8 bits do not go with.</summary>
internal static class PrecisionCheck
{
    public static IEnumerable<Finding> Check(EmbedderOptions options)
    {
        if (options.Precision is not { } precision)
        {
            yield break;
        }

        if (!Enum.IsDefined(typeof(Precision), precision))
        {
            yield return OptionCheck.Undefined<Precision>(nameof(options.Precision), (int)precision);
        }

        if (precision != Precision.Int8)
        {
            yield break;
        }

        if (options.Target == Target.TorchSharp)
        {
            yield return Int8Alone(
                "Target = BertTarget.TorchSharp", "remove the target, or use BertPrecision.BFloat16, Float16, TensorFloat32 or Float32");
        }

        if (options.RequiresGrad)
        {
            yield return Int8Alone(
                "RequiresGrad = true", "steps of an optimizer are lost to rounding; train with BertPrecision.Float32, and load what was saved in Int8");
        }
    }

    /// <summary>Int8 on a table of vectors.</summary>
    public static Finding OnStatic() => Int8Alone("a table of static vectors", "it has no products that could be rounded; remove the precision");

    private static Finding Int8Alone(string other, string remedy) => Finding.Of(Descriptors.Int8Alone, Place.Argument(nameof(EmbedderOptions.Precision)), other, remedy);
}
