using BertGen.Common.Texts;

namespace BertGen.Tool;

/// <summary>What was meant by a name that is none.</summary>
internal static class Suggestion
{
    /// <summary>A question behind a message; empty where no name is near.</summary>
    public static string For(string name, IEnumerable<string> names) => EditDistance.Nearest(name, names) is { } meant ? $"; did you mean '{meant}'?" : "";
}
