using BertGen;

// Without libtorch nothing runs; constants are there.
Console.WriteLine($"{Tiny.HiddenSize} {typeof(Tiny).BaseType!.Namespace}");

/// <summary>The small recorded model, for TorchSharp.</summary>
[BertEmbedder("models/tiny", Target = BertTarget.TorchSharp, Device = BertDevice.Cpu)]
public sealed partial class Tiny;
