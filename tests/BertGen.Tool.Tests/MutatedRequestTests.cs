using System.Text;
using System.Text.Json;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests;

/// <summary>Requests with random faults: every line has one answer, and none is a surprise.</summary>
public sealed class MutatedRequestTests(CompiledFolder compiled) : IClassFixture<CompiledFolder>
{
    private const int LineCount = 3_000;

    private static readonly string[] Requests =
    [
        """{"embed": ["a dog", "\u00e4\ud83d\ude00"], "dimensions": 3, "normalize": true, "ids": true, "id": 1}""",
        """{"embed": ["a"], "dimensions": 2, "quantize": "int8", "ranges": [[-0.5, -0.5], [0.5, 1e-1]]}""",
        """{"similarity": [["a", "b"], ["c", "d"]], "pairwise": true, "function": "dot"}""",
        """{"forward": {"ids": [[2, 79, 3, 0], [2, 3]], "mask": [[1, 1, 1, 0], [1, 1]], "types": null}}""",
        """{"info": true}""",
        """{"tokenize": ["a dog", ["a", "b\u0301"]], "maxLength": 5, "truncation": "only_first", "unit": "codepoint"}""",
        """{"tokenize": ["a dog a cat a bank"], "maxLength": 6, "stride": 2, "special": false}""",
        """{"decode": [[2, 79, 1297, 3]], "skipSpecial": true}""",
    ];

    private static readonly string[] Insertions = ["\"", "[", "]", "{", "}", ",", ":", "-", "9", "e", "\\", "null", "true", "\\u0000", "\\ud800", "1e999", "\"a\":1,"];

    [Fact]
    public async Task Every_line_has_its_answer()
    {
        var random = new Random(20);
        string[] lines = [.. Enumerable.Range(0, LineCount).Select(_ => Mutate(Requests[random.Next(Requests.Length)], random))];

        PipeRun run = await compiled.RunAsync(lines);

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("", run.Error);
        JsonElement[] answers = run.Answers;
        Assert.Equal(lines.Length, answers.Length);
        Assert.All(lines.Zip(answers), pair => Assert.True(
            !pair.Second.TryGetProperty("code", out JsonElement code) || code.GetString() is "BERT900" or "BERT901" or "BERT902" or "BERT904",
            $"{pair.First} is answered {pair.Second}"));
        Assert.Contains(answers, answer => answer.TryGetProperty("vectors", out _));
        Assert.Contains(answers, answer => answer.TryGetProperty("error", out _));
    }

    private static string Mutate(string request, Random random)
    {
        var line = new StringBuilder(request);
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            int index = random.Next(line.Length);
            switch (random.Next(3))
            {
                case 0:
                    line.Remove(index, Math.Min(random.Next(1, 4), line.Length - index));
                    break;
                case 1:
                    line.Insert(index, Insertions[random.Next(Insertions.Length)]);
                    break;
                default:
                    line[index] = (char)random.Next(' ', '~');
                    break;
            }
        }

        return line.ToString();
    }
}
