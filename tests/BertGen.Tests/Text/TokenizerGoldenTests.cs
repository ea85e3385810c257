using System.Text.Json;
using BertGen.Text;

namespace BertGen.Tests.Text;

/// <summary>The tokenizers against the recorded output of the original.</summary>
public class TokenizerGoldenTests
{
    [Theory]
    [InlineData("text-cases.json", 50)]
    [InlineData("unicode-version-cases.json", 2)]
    public void Basic_tokenizer_equals_the_original(string file, int count)
    {
        (string Key, BasicTokenizer Tokenizer)[] forms =
        [
            ("basic_lower", new BasicTokenizer()),
            ("basic_cased", new BasicTokenizer(new BasicTokenizerOptions { Lowercase = false })),
            ("basic_lower_never_split_foo",
                new BasicTokenizer(new BasicTokenizerOptions { NeverSplit = ["Foo", "[SEP]", "The"] })),
        ];
        var difference = new Difference();
        foreach (JsonElement test in TestFiles.Cases(file))
        {
            foreach ((string key, BasicTokenizer tokenizer) in forms)
            {
                string[] found = tokenizer.Tokenize(test.GetProperty("text").GetString());
                difference.Check($"{test.GetProperty("name")}/{key}", test.GetProperty(key).Strings(), found);
            }
        }

        difference.AssertNone(count * forms.Length);
    }

    [Theory]
    [InlineData("text-cases.json", "uncased", 50)]
    [InlineData("text-cases.json", "cased", 50)]
    [InlineData("unicode-version-cases.json", "uncased", 2)]
    [InlineData("unicode-version-cases.json", "cased", 2)]
    public void Word_pieces_equal_the_original(string file, string vocabularyName, int count)
    {
        Vocabulary vocabulary = Vocabulary.Load(TestFiles.Golden($"vocab-{vocabularyName}.txt"));
        var pieces = new WordPieceTokenizer(vocabulary);
        var difference = new Difference();
        foreach (JsonElement test in TestFiles.Cases(file))
        {
            string text = test.GetProperty("text").GetString()!;
            JsonElement expected = test.GetProperty("pieces").GetProperty(vocabularyName);
            bool lower = expected.GetProperty("do_lower_case").GetBoolean();
            var basic = new BasicTokenizer(new BasicTokenizerOptions { Lowercase = lower });

            int[] ids = [.. basic.Tokenize(text).SelectMany(word => pieces.Tokenize(word))];
            string name = $"{test.GetProperty("name")}/{vocabularyName}";
            difference.Check($"{name}/ids", expected.GetProperty("ids").Ints(), ids);
            difference.Check($"{name}/tokens", expected.GetProperty("tokens").Strings(), Spell(vocabulary, ids));
            difference.Check(
                $"{name}/wordpiece_only",
                expected.GetProperty("wordpiece_only").Strings(),
                Spell(vocabulary, pieces.Tokenize(text)));
        }

        difference.AssertNone(3 * count);
    }

    private static IEnumerable<string> Spell(Vocabulary vocabulary, int[] ids)
    {
        var pieces = vocabulary.Entries.ToDictionary(entry => entry.Value, entry => entry.Key);
        return ids.Select(id => pieces[id]);
    }
}
