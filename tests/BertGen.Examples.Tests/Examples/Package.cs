// block: runtime/BertGen/PACKAGE.md | BertGen | 1
// insert: runtime/BertGen/PACKAGE.md | BertGen | 2
using BertGen.Examples.Tests;

/*insert*/

Check.Near(Reference.WordNetMini("fear of heights"), vectors.Vectors[0..1, ..]);

// "fear", "of" and the last piece of "heights".
int[] ends = [1, 2, 4];
float[] recorded = Reference.WordNetMiniPieces("fear of heights");
Check.Near(ends.SelectMany(end => recorded.Skip(end * MyModel.HiddenSize).Take(MyModel.HiddenSize)), words[0..1, .., ..]);
