// insert: docs/folders.md | Prompts | 1
using System.Numerics.Tensors;
using BertGen;
using BertGen.Examples.Tests;

/*insert*/

// The prompts of this folder are empty.
Check.Near(Reference.WordNetMini("a device for looking at distant stars"), query);
Check.Near([.. Reference.WordNetMini("telescope"), .. Reference.WordNetMini("cat")], documents);

// Vectors of length 1: the cosine is the sum of the products.
float[] similarities = [.. new[] { "telescope", "cat" }
    .Select(text => Reference.WordNetMini(text).Zip(Reference.WordNetMini("a device for looking at distant stars"), (left, right) => left * right).Sum())];
Check.Near(similarities, scores);

[BertEmbedder("models/wordnet-mini", TopLayerOnly = true)]
public sealed partial class WordNetMini;
