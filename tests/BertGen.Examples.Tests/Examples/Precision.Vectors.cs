// insert: docs/precision.md | Vectors in 8 bits, or in one | 1
using System.Numerics.Tensors;
using BertGen;
using BertGen.Examples.Tests;
using BertGen.Vectors;

/*insert*/

Check.Equal(24, (int)bits.Lengths[1]);
Check.Equal(2, near[0].Count);
Check.That(near[0][0].Index is 0 or 2, $"The nearest by bits is {near[0][0]}.");
int best = Enumerable.Range(0, 4).MaxBy(row => products[0, row]);
Check.That(best is 0 or 2, $"The nearest by bytes is {best}.");

[BertEmbedder("models/wordnet-mini", TopLayerOnly = true)]
public sealed partial class WordNetMini;
