// block: docs/precision.md | Models in 8 bits | 1
using BertGen;
using BertGen.Examples.Tests;

using SmallWordNetMini model = SmallWordNetMini.Load();
float[] found = model.Embed("a device for looking at distant stars")[0].ToArray(), exact = Reference.WordNetMini("a device for looking at distant stars");

// Vectors of length 1: the cosine is the sum of the products.
float cosine = found.Zip(exact, (left, right) => left * right).Sum();
Check.That(cosine is >= 0.99f and < 0.9999999f, $"The cosine is {cosine}.");
