using BertGen.Generator.Diagnostics;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking;

/// <summary>Checks the options of the TorchSharp target: that they are given to it alone, and that it can do them.</summary>
internal static class TorchSharpCheck
{
    public static IEnumerable<Finding> Check(EmbedderOptions options)
    {
        if (options.Device is { } device && !Enum.IsDefined(typeof(Device), device))
        {
            yield return OptionCheck.Undefined<Device>(nameof(options.Device), (int)device);
        }

        IEnumerable<Finding> findings = options.Target == Target.TorchSharp ? Unsupported(options) : OfAnotherTarget(options);
        foreach (Finding finding in findings)
        {
            yield return finding;
        }
    }

    private static IEnumerable<Finding> OfAnotherTarget(EmbedderOptions options)
    {
        if (options.Device is not null)
        {
            yield return Finding.Of(Descriptors.OptionOfTorchSharp, Place.Argument(nameof(options.Device)), nameof(options.Device));
        }

        if (options.Precision is not (null or Precision.Float32 or Precision.Int8))
        {
            yield return Finding.Of(Descriptors.OptionOfTorchSharp, Place.Argument(nameof(options.Precision)), nameof(options.Precision));
        }
    }

    private static IEnumerable<Finding> Unsupported(EmbedderOptions options)
    {
        if (options.Class.HasBaseClass)
        {
            yield return Finding.Of(
                Descriptors.ClassKind,
                Place.Class,
                options.Class.Name,
                "derived from a class, but for TorchSharp it derives from torch.nn.Module",
                "remove the base class");
        }

        if (options is { Precision: Precision.TensorFloat32, Device: Device.Cpu })
        {
            yield return Finding.Of(
                Descriptors.TorchSharpUnsupported,
                Place.Argument(nameof(options.Precision)),
                "TensorFloat32 is a way in which GPUs compute; on the processor use Precision = BertPrecision.Float32");
        }

        if (options is { RequiresGrad: true, Checkpointing: true })
        {
            yield return Finding.Of(
                Descriptors.TorchSharpUnsupported,
                Place.Argument(nameof(options.Checkpointing)),
                "TorchSharp keeps what a backward pass needs and cannot compute it again; remove Checkpointing, and use smaller batches where memory is short");
        }

        if (options is { RequiresGrad: true, Precision: Precision.BFloat16 or Precision.Float16 })
        {
            yield return Finding.Of(
                Descriptors.TorchSharpUnsupported,
                Place.Argument(nameof(options.Precision)),
                $"weights in {options.Precision} lose most steps of an optimizer to rounding; train with BertPrecision.Float32 or TensorFloat32, and load what was saved in {options.Precision}");
        }
    }
}
