using System.Text.Json;

namespace BertGen.Tokenizers.Tests;

/// <summary>The names of recorded cases, as data of theories.</summary>
public static class CaseData
{
    /// <summary>All cases that load.</summary>
    public static TheoryData<string> Loading => Select(item => !item.TryGetProperty("reason", out _));

    /// <summary>All cases that do not.</summary>
    public static TheoryData<string> Failing => Select(item => item.TryGetProperty("reason", out _));

    /// <summary>Cases with pairs.</summary>
    public static TheoryData<string> WithPairs => Select(item => item.TryGetProperty("pairs", out _));

    /// <summary>Cases with batches.</summary>
    public static TheoryData<string> WithBatches => Select(item => item.TryGetProperty("batches", out _));

    /// <summary>Cases with words given apart.</summary>
    public static TheoryData<string> WithWords => Select(item => item.TryGetProperty("words", out _));

    /// <summary>Cases with texts of their own.</summary>
    public static TheoryData<string> WithOwnTexts => Select(item => item.TryGetProperty("own", out _));

    /// <summary>Cases with decoded ids.</summary>
    public static TheoryData<string> WithDecoding => Select(item => item.TryGetProperty("decode", out _));

    private static TheoryData<string> Select(Func<JsonElement, bool> isWanted) =>
        [.. Recorded.CaseNames.Where(name => isWanted(Recorded.CaseOf(name)))];
}
