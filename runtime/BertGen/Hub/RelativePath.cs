using System.Buffers;

namespace BertGen.Hub;

/// <summary>Names from outside that become paths below a folder.</summary>
internal static class RelativePath
{
    private const int MaxLength = 200;

    // What one operating system or another gives a meaning, so that a name is safe everywhere or nowhere.
    private static readonly SearchValues<char> Refused = SearchValues.Create("\\:*?\"<>|");

    /// <summary>Whether the name, with <c>/</c> between its parts, stays below the folder that it is appended to.</summary>
    public static bool IsSafe(string name) =>
        name.Length is > 0 and <= MaxLength
        && !name.AsSpan().ContainsAny(Refused)
        && !name.Any(char.IsControl)
        && name.Split('/').All(part => part is not ("" or "." or "..") && part[^1] is not ('.' or ' '));

    /// <summary>The path of a safe name below a folder.</summary>
    public static string Under(string folder, string name) => Path.Combine([folder, .. name.Split('/')]);
}
