using System.Globalization;
using System.Text;
using BertGen.AspNetCore.Tests.Harness;

namespace BertGen.AspNetCore.Tests.Serving;

/// <summary>Bodies that nobody should send. <c>BERTGEN_FUZZ=full</c> sends 20,000, and <c>BERTGEN_FUZZ_SEED</c> makes a run repeatable.</summary>
public sealed class RouteFuzzTests(AllModels models) : IClassFixture<AllModels>
{
    private const int FewBodies = 400;
    private const int ManyBodies = 20_000;

    private static readonly (string Route, string Body)[] Whole = [.. DocumentTests.Requests.Select(row => ((string)row[0], (string)row[1]))];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e999", "0.5", "99999999999", "\"\"", "\"a\"", "\"\\u0000\"", "\"\\ud83d\"", "\"\\ud83d\\ude00\"", "[]", "{}", "[[]]", "[null]", "[[[1]]]", "[\"a\", 1]", "[2147483647]",
        "{\"text\": null}", "\"" + "heights " + "\"", "\"left\"", "\"query\"", "[[\"a\", \"b\", \"c\"]]",
    ];

    [Fact]
    public async Task NoBodyIsAFaultOfTheServer()
    {
        bool isFull = Environment.GetEnvironmentVariable("BERTGEN_FUZZ") == "full";
        int seed = int.TryParse(Environment.GetEnvironmentVariable("BERTGEN_FUZZ_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out int given) ? given : Random.Shared.Next();
        var random = new Random(seed);
        (string Route, byte[] Body)[] requests = [.. Enumerable.Range(0, isFull ? ManyBodies : FewBodies).Select(_ => Next(random))];
        int answered = 0;
        await Parallel.ForEachAsync(requests, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (request, cancellationToken) =>
        {
            using var content = new ByteArrayContent(request.Body);
            content.Headers.ContentType = new("application/json");
            using HttpResponseMessage response = await models.Host.Client.PostAsync(request.Route[1..], content, cancellationToken);
            string text = await response.Content.ReadAsStringAsync(cancellationToken);
            Assert.True((int)response.StatusCode < 500, $"seed {seed}: {request.Route} {Encoding.Latin1.GetString(request.Body)}: {(int)response.StatusCode} {text}");
            System.Text.Json.JsonDocument.Parse(text).Dispose();
            Interlocked.Add(ref answered, response.IsSuccessStatusCode ? 1 : 0);
        });

        // Mutants that are all refused by the reader of JSON would show little.
        Assert.InRange(answered, 1, requests.Length - 1);
    }

    private static (string Route, byte[] Body) Next(Random random)
    {
        (string route, string body) = Whole[random.Next(Whole.Length)];
        string other = Whole[random.Next(Whole.Length)].Body;
        byte[] bytes = Encoding.UTF8.GetBytes(random.Next(6) switch
        {
            0 => body,
            1 => other,
            2 => Replaced(body, random),
            3 => Replaced(Replaced(body, random), random),
            4 => body[..random.Next(body.Length)],
            _ => body.Insert(random.Next(body.Length), Values[random.Next(Values.Length)]),
        });
        if (random.Next(5) == 0 && bytes.Length > 0)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        return (route, bytes);
    }

    /// <summary>Puts another value behind one of the colons.</summary>
    private static string Replaced(string body, Random random)
    {
        int[] colons = [.. Enumerable.Range(0, body.Length).Where(i => body[i] == ':')];
        if (colons.Length == 0)
        {
            return body;
        }

        int start = colons[random.Next(colons.Length)] + 1, end = start, depth = 0;
        for (; end < body.Length && (depth > 0 || body[end] is not (',' or '}')); end++)
        {
            depth += body[end] is '[' or '{' ? 1 : body[end] is ']' or '}' ? -1 : 0;
        }

        return body[..start] + Values[random.Next(Values.Length)] + body[end..];
    }
}
