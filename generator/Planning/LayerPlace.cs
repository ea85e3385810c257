namespace BertGen.Generator.Planning;

/// <summary>Which layer something is part of, and where the weights of that layer are.</summary>
/// <param name="Number">The place of the layer in the encoder, from 0.</param>
/// <param name="Path">What stands before the names of its tensors, with a dot at the end.</param>
/// <param name="Weights">The number of the first layer that has these weights: layers may share them.</param>
/// <param name="Kind">What its family calls layers that compute the same, as part of a name; nothing where all layers are alike.</param>
internal sealed record LayerPlace(int Number, string Path, int Weights, string Kind = "");
