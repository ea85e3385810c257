using System.Text.Json;
using BertGen.Text;

namespace BertGen.Tests.Text;

/// <summary>The indexer against the recorded output of the original.</summary>
public class IndexerGoldenTests
{
    private static readonly string[] Keys = ["input_ids", "offsets", "token_type_ids", "mask"];

    [Fact]
    public void Every_recorded_call_gives_the_same_rows()
    {
        var vocabularies = new[] { "uncased", "cased" }
            .ToDictionary(name => name, name => Vocabulary.Load(TestFiles.Golden($"vocab-{name}.txt")));
        var difference = new Difference();
        int errors = 0;
        foreach (JsonElement test in TestFiles.Cases("indexer-cases.json"))
        {
            WordPieceIndexer indexer = Indexer(vocabularies[test.GetProperty("vocab").GetString()!], test);
            IEnumerable<string> settings = test.EnumerateObject()
                .Where(member => member.Name is not ("tokens" or "expect"))
                .Select(member => $"{member.Name}={member.Value}");
            string name = string.Join(' ', settings);
            JsonElement expect = test.GetProperty("expect");
            string[] tokens = test.GetProperty("tokens").Strings();
            if (expect.TryGetProperty("error", out _))
            {
                errors++;
                Assert.Contains("too small", Assert.Throws<ArgumentException>(() => Index(indexer, tokens)).Message);
            }
            else
            {
                Compare(difference, name, expect, Index(indexer, tokens));
            }
        }

        Assert.Equal(5, errors);
        difference.AssertNone((1756 - 5) * Keys.Length);
    }

    [Fact]
    public void Batches_of_texts_are_padded_as_recorded()
    {
        Vocabulary vocabulary = Vocabulary.Load(TestFiles.Golden("vocab-uncased.txt"));
        var difference = new Difference();
        foreach (JsonElement test in TestFiles.Cases("batch-cases.json"))
        {
            using var rows = new IndexedRows();
            Indexer(vocabulary, test).IndexTexts(test.GetProperty("texts").Strings(), rows);
            JsonElement expect = test.GetProperty("expect");
            (string Key, IEnumerable<int> Values)[] found =
            [
                ("input_ids", Padding.ToTensor(rows.InputIds)),
                ("offsets", Padding.ToTensor(rows.Offsets)),
                ("token_type_ids", Padding.ToTensor(rows.TokenTypeIds)),
                ("mask", Padding.ToMask(rows.Offsets)),
            ];
            foreach ((string key, IEnumerable<int> values) in found)
            {
                IEnumerable<int> expected = expect.GetProperty(key).EnumerateArray().SelectMany(row => row.Ints());
                difference.Check($"{test.GetProperty("name")}/{key}", expected, values);
            }
        }

        difference.AssertNone(4 * Keys.Length);
    }

    [Fact]
    public void Types_rise_after_each_separator()
    {
        var difference = new Difference();
        foreach (JsonElement test in TestFiles.Cases("type-id-cases.json"))
        {
            using var types = new PooledBuffer<int>();
            int[] pieces = test.GetProperty("wordpiece_ids").Ints();
            int[] separator = test.GetProperty("separator_ids").Ints();
            TokenTypes.Append(pieces, separator, types);

            // The original never ends on an empty separator; here there is none then, and all types are 0.
            JsonElement expect = test.GetProperty("token_type_ids");
            int[] expected = expect.ValueKind == JsonValueKind.Null ? new int[pieces.Length] : expect.Ints();
            difference.Check(test.ToString(), expected, types.Written.ToArray());
        }

        difference.AssertNone(42);
    }

    [Fact]
    public void Odd_vocabulary_files_index_as_recorded()
    {
        var difference = new Difference();
        int errors = 0;
        foreach (JsonElement file in TestFiles.Cases("vocab-cases.json"))
        {
            string name = file.GetProperty("file").GetString()!;
            Vocabulary vocabulary = Vocabulary.Load(TestFiles.Golden(name));
            difference.Check(
                $"{name}/entries",
                file.GetProperty("entries").EnumerateArray().Select(entry => (entry[0].GetString(), entry[1].GetInt32())),
                vocabulary.Entries.Select(entry => ((string?)entry.Key, entry.Value)));
            foreach (JsonElement test in file.GetProperty("cases").EnumerateArray())
            {
                WordPieceIndexer indexer = Indexer(vocabulary, test);
                string[] tokens = test.GetProperty("tokens").Strings();
                JsonElement expect = test.GetProperty("expect");
                if (expect.TryGetProperty("error", out _))
                {
                    errors++;
                    var exception = Assert.Throws<VocabularyException>(() => Index(indexer, tokens));
                    Assert.Contains("[UNK]", exception.Message);
                }
                else
                {
                    Compare(difference, $"{name}/{test.GetProperty("tokens")}", expect, Index(indexer, tokens));
                }
            }
        }

        Assert.Equal(3, errors);
        difference.AssertNone(7 + (25 * Keys.Length));
    }

    private static WordPieceIndexer Indexer(Vocabulary vocabulary, JsonElement test)
    {
        var options = new IndexerOptions { Lowercase = test.GetProperty("do_lowercase").GetBoolean() };
        if (test.TryGetProperty("max_pieces", out JsonElement maxPieces))
        {
            options = options with
            {
                MaxPieces = maxPieces.GetInt32(),
                TruncateLongSequences = test.GetProperty("truncate_long_sequences").GetBoolean(),
                UseStartingOffsets = test.GetProperty("use_starting_offsets").GetBoolean(),
            };
        }

        if (test.TryGetProperty("never_lowercase", out JsonElement neverLowercase))
        {
            options = options with { NeverLowercase = neverLowercase.StringsOrNull() };
        }

        if (test.TryGetProperty("separator_token", out JsonElement separator))
        {
            options = options with
            {
                SeparatorToken = separator.GetString(),
                StartTokens = test.GetProperty("start_tokens").StringsOrNull() ?? [],
                EndTokens = test.GetProperty("end_tokens").StringsOrNull() ?? [],
            };
        }

        // The original counts separators without an end; here a text with more of them than token types is an error.
        return new WordPieceIndexer(vocabulary, options, SmallModel.Info with { TypeCount = 64 });
    }

    private static int[][] Index(WordPieceIndexer indexer, string[] tokens)
    {
        using var rows = new IndexedRows();
        indexer.IndexTokens([tokens], rows);
        return
        [
            rows.InputIds[0].ToArray(),
            rows.Offsets[0].ToArray(),
            rows.TokenTypeIds[0].ToArray(),
            [.. Padding.ToMask(rows.Offsets)],
        ];
    }

    private static void Compare(Difference difference, string name, JsonElement expect, int[][] found)
    {
        for (int i = 0; i < Keys.Length; i++)
        {
            difference.Check($"{name}/{Keys[i]}", expect.GetProperty(Keys[i]).Ints(), found[i]);
        }
    }
}
