using BertGen;
using System.Numerics.Tensors;

// All that a compiled class offers is used, so that its absence would show as further errors.
using var bert = Bert.Load("models/absent");
int[] ids = [2, 5, 3];
Tensor<float> vectors = bert.Forward(Tensor.Create(ids, [1, 3]));
Console.WriteLine($"{Bert.LayerCount} {Bert.HiddenSize} {Bert.MaxPieces} {vectors.FlattenedLength}");

[BertEmbedder("models/absent")]
internal sealed partial class Bert;
