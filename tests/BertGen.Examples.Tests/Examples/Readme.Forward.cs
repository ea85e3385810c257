// block: README.md | Five minutes | 1
// insert: README.md | What a class can do | 1
using System.Numerics.Tensors;
using BertGen;
using BertGen.Examples.Tests;

using WordNetMini model = WordNetMini.Load("models/wordnet-mini");
BertInput<WordNetMini> input = WordNetMini.LoadIndexer("models/wordnet-mini").Index("fear of heights");
Tensor<int> inputIds = input.InputIds, offsets = input.Offsets, tokenTypeIds = input.TokenTypeIds;

/*insert*/

float[] recorded = Reference.WordNetMiniPieces("fear of heights");
Check.Near(recorded, pieces);

// "fear", "of" and the last piece of "heights".
int[] ends = [1, 2, 4];
float[] ofWords = [.. ends.SelectMany(end => recorded.Skip(end * WordNetMini.HiddenSize).Take(WordNetMini.HiddenSize))];
Check.Near(ofWords, words);
Check.Near(ofWords, typed);
Check.Near(ofWords, indexed);
