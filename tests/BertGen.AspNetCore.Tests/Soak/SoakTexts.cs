using System.Text.Json;

namespace BertGen.AspNetCore.Tests.Soak;

/// <summary>Requests with the answers that they have to get, to the last bit.</summary>
internal sealed class SoakTexts
{
    private const int Count = 128;
    private const int MostRepeats = 60;

    public SoakTexts(WordNetMini model)
    {
        string[][] requests = [.. Enumerable.Range(0, Count).Select(TextsOf)];
        Bodies = [.. requests.Select(texts => JsonSerializer.SerializeToUtf8Bytes(new { inputs = texts }))];
        Answers = [.. requests.Select(texts => JsonSerializer.SerializeToUtf8Bytes(model.Embed(texts).ToArrays()))];
    }

    /// <summary>Bodies of requests.</summary>
    public byte[][] Bodies { get; }

    /// <summary>Bodies of their answers.</summary>
    public byte[][] Answers { get; }

    // Most texts are short, a few are as long as the model takes.
    private static string[] TextsOf(int number) =>
        [.. Enumerable.Range(0, 1 + (number % 3)).Select(n => $"word {number} {n} " + string.Concat(Enumerable.Repeat("height ", number % 16 == 0 ? MostRepeats : number % 7)))];
}
