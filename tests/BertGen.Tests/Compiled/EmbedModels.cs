namespace BertGen.Tests.Compiled;

/// <summary>The shipped sentence embedder without any option: Forward returns the mix, Embed what the folder says.</summary>
[BertEmbedder("../../sample-models/wordnet-mini")]
public sealed partial class PlainWordNet;

/// <summary>The same, with sentence vectors of the mix.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", EmbedScalarMix = true)]
public sealed partial class WordNetOfTheMix;

/// <summary>A mix whose upper layers have weight 0: Embed has layers that Forward does not compute.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", ScalarMixParameters = [0, 1, float.NegativeInfinity])]
public sealed partial class WordNetOfLowerLayers;

/// <summary>The same, trained.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", ScalarMixParameters = [0, 1, float.NegativeInfinity], RequiresGrad = true, FrozenLayers = 1)]
public sealed partial class TrainedLowerLayers;

/// <summary>The plain class, trained.</summary>
[BertEmbedder("../../sample-models/wordnet-mini", RequiresGrad = true)]
public sealed partial class TrainedPlainWordNet;

/// <summary>The small model with a learned mix under Forward and means of the last layer under Embed.</summary>
[BertEmbedder("../golden/e2e", Pooling = BertPooling.Mean)]
public sealed partial class EndToEndMean;

/// <summary>The same with the vector of the last piece, which is taken outside of the encoder.</summary>
[BertEmbedder("../golden/e2e", Pooling = BertPooling.LastToken)]
public sealed partial class EndToEndLastToken;

/// <summary>The same with the largest values.</summary>
[BertEmbedder("../golden/e2e", Pooling = BertPooling.Max)]
public sealed partial class EndToEndMax;
