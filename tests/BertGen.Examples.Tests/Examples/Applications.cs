// block: docs/applications.md | In an application | 1
// insert: docs/applications.md | Many texts | 1
// insert: docs/applications.md | Many texts | 2
// insert: docs/applications.md | Search | 1
// insert: docs/applications.md | Long texts | 1
using BertGen;
using BertGen.Examples.Tests;

string[] texts = ["fear of heights", "a young dog", "a puppy"];
CancellationToken stop = default;
IAsyncEnumerable<string> lines = texts.ToAsyncEnumerable();
var stored = new List<string>();
using WordNetMini model = WordNetMini.Load("models/wordnet-mini");

/*insert*/

Check.Near(Reference.WordNetMini("fear of heights"), vectors.Vectors[0..1, ..]);
TextEmbeddings documents = vectors;

/*insert*/

Check.Equal("fear of heights|a young dog|a puppy", string.Join('|', stored));

/*insert*/

Check.Equal((1, 2), (VectorSearch.ParaphraseMining(documents)[0].First, VectorSearch.ParaphraseMining(documents)[0].Second));
string text = "A puppy ran. " + string.Concat(Enumerable.Repeat("It ran and ran. ", 60)) + "He had a fear of heights.";

/*insert*/

Check.Equal(place.Text, text[place.Start..place.End]);
Check.That(place.Text.EndsWith("fear of heights.", StringComparison.Ordinal), "the chunk that was found has the words");

Task Store(string text, ReadOnlyMemory<float> vector)
{
    Check.Near(model.Embed(text)[0].ToArray(), vector.ToArray());
    stored.Add(text);
    return Task.CompletedTask;
}
