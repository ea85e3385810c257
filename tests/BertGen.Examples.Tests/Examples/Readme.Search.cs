// block: README.md | Five minutes | 1
// insert: README.md | What a class can do | 3
using BertGen;
using BertGen.Examples.Tests;

File.WriteAllLines("texts.txt", ["fear of heights", "a puppy", "the study of insects", "an old cat"]);
using WordNetMini model = WordNetMini.Load("models/wordnet-mini");

/*insert*/

Check.Near(Reference.WordNetMini("fear of heights"), documents.Vectors[0..1, ..]);
Check.Equal("a puppy", documents.Nearest(model.Embed("a young dog")[0], 3)[0].Text);
