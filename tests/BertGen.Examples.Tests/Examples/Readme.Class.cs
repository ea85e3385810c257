// block: README.md | BertGen | 1
using BertGen.Examples.Tests;

using WordNetMini model = WordNetMini.Load("models/wordnet-mini");
Check.Near(Reference.WordNetMini("fear of heights"), model.Embed("fear of heights"));
