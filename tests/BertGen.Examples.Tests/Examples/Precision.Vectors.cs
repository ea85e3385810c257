// insert: docs/precision.md | Vectors in 8 bits, or in one | 1
using System.Numerics.Tensors;
using BertGen;
using BertGen.Vectors;

/*insert*/

if (near[0][0].Index is not (0 or 2) || near[0].Count != 2 || bits.Lengths[1] != 24)
{
    throw new InvalidOperationException($"Found {near[0][0]}.");
}

int best = Enumerable.Range(0, 4).MaxBy(row => products[0, row]);
if (best is not (0 or 2))
{
    throw new InvalidOperationException($"The largest product is that of {best}.");
}

[BertEmbedder("models/wordnet-mini", TopLayerOnly = true)]
public sealed partial class WordNetMini;
