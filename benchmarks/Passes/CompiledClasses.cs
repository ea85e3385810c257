namespace BertGen.Benchmarks.Passes;

/// <summary>The mix of all layers, with constant weights.</summary>
[BertEmbedder("models/minilm-l6", ScalarMixParameters = [0, 0, 0, 0, 0, 0])]
internal sealed partial class MixOfAllLayers;

/// <summary>The mix of the lower half of the layers: the upper half is dead.</summary>
[BertEmbedder("models/minilm-l6", ScalarMixParameters = [0, 0, 0, -1000, -1000, -1000])]
internal sealed partial class MixOfLowerLayers;
