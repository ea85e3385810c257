namespace BertGen.Tests.Torch;

/// <summary>The device that the tests were compiled for.</summary>
internal static class Here
{
#if CUDA
    public const BertDevice Device = BertDevice.Cuda;
#else
    public const BertDevice Device = BertDevice.Cpu;
#endif
}

/// <summary>The shipped sentence embedder.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", TopLayerOnly = true, Target = BertTarget.TorchSharp, Device = Here.Device)]
public sealed partial class WordNetTorch;

/// <summary>The same in 16 bits.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", TopLayerOnly = true, Target = BertTarget.TorchSharp, Device = Here.Device, Precision = BertPrecision.BFloat16)]
public sealed partial class WordNetHalf;

/// <summary>The same in this process.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", TopLayerOnly = true)]
public sealed partial class WordNetManaged;

/// <summary>The shipped model without options: Forward returns the mix, Embed pools the last layer.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", Target = BertTarget.TorchSharp, Device = Here.Device)]
public sealed partial class PlainTorch;

/// <summary>The same with vectors of the mix.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", EmbedScalarMix = true, Target = BertTarget.TorchSharp, Device = Here.Device)]
public sealed partial class MixTorch;

/// <summary>A mix without the upper layer, which Embed has all the same.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", ScalarMixParameters = [0, 1, float.NegativeInfinity], Target = BertTarget.TorchSharp, Device = Here.Device)]
public sealed partial class LowerTorch;

/// <summary>The same in this process.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", ScalarMixParameters = [0, 1, float.NegativeInfinity])]
public sealed partial class LowerManaged;

/// <summary>The largest values over a text.</summary>
[BertEmbedder("../golden/e2e", Pooling = BertPooling.Max, Target = BertTarget.TorchSharp, Device = Here.Device)]
public sealed partial class EndToEndMax;

/// <summary>The same in this process.</summary>
[BertEmbedder("../golden/e2e", Pooling = BertPooling.Max)]
public sealed partial class EndToEndMaxManaged;

/// <summary>A small model with a learned mix, of which Embed makes its vectors, and a pooler, to be trained.</summary>
[BertEmbedder("../golden/e2e", Pooler = true, Pooling = BertPooling.Mean, EmbedScalarMix = true, RequiresGrad = true, Target = BertTarget.TorchSharp, Device = Here.Device)]
public sealed partial class EndToEndTrained;

/// <summary>The same model, not to be trained, in short windows.</summary>
[BertEmbedder("../golden/e2e", MaxPieces = 16, Pooling = BertPooling.Cls, Target = BertTarget.TorchSharp, Device = Here.Device)]
public sealed partial class EndToEndWindows;

/// <summary>The same in this process.</summary>
[BertEmbedder("../golden/e2e", MaxPieces = 16, Pooling = BertPooling.Cls)]
public sealed partial class EndToEndWindowsManaged;

/// <summary>The small model with its mix, in this process.</summary>
[BertEmbedder("../golden/e2e")]
public sealed partial class EndToEndManaged;

/// <summary>A class for a device that a machine for CPU tests lacks.</summary>
[BertEmbedder("../golden/e2e", Target = BertTarget.TorchSharp)]
public sealed partial class EndToEndOnCuda;
