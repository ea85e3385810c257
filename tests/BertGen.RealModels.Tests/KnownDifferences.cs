namespace BertGen.RealModels.Tests;

/// <summary>
/// The recorded texts of which <c>Embed</c> makes something else than the published models, as the original implementation does. Each is
/// listed with the rule that parts them; a text that comes out equal must leave its list.
/// </summary>
internal static class KnownDifferences
{
    /// <summary>Found wherever it stands by the one, only between white space by the other.</summary>
    private const string TouchingSpecialToken = "a special token touches other characters";

    /// <summary>Lower case character by character, or with the rule for the end of a word.</summary>
    private const string FinalSigma = "a capital sigma ends a word";

    /// <summary>Kept by the one, dropped by the other, whose tables are of Unicode 14.</summary>
    private const string NewCharacter = "a character is newer than the tables";

    /// <summary>Texts whose ids differ.</summary>
    public static IReadOnlyDictionary<string, string> OfSpelling { get; } = new Dictionary<string, string>
    {
        ["This is[SEP]a test"] = TouchingSpecialToken,
        ["The capital of France is [MASK]."] = TouchingSpecialToken,
        ["ΟΔΟΣ ΣΟΦΟΣ ΚΑΙ ΜΕΓΑΛΟΣ"] = FinalSigma,
        ["go 🥱 now and \U0001FAE8 then"] = NewCharacter,
        ["a\U0001FAE8b"] = NewCharacter,
    };

    /// <summary>Texts with equal ids whose vectors differ.</summary>
    public static IReadOnlyDictionary<string, string> OfVectors { get; } = new Dictionary<string, string>();
}
