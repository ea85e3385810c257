// block: README.md | Five minutes | 1
using BertGen;
using BertGen.Examples.Tests;

// What the program prints of its first text: the vectors of text and pieces, and the ids.
using WordNetMini model = WordNetMini.Load("models/wordnet-mini");
BertInput<WordNetMini> input = WordNetMini.LoadIndexer("models/wordnet-mini").Index("fear of heights");
Check.Near(Reference.WordNetMini("fear of heights"), model.Embed("fear of heights"));
Check.Near(Reference.WordNetMiniPieces("fear of heights"), model.Forward(input.InputIds));
