using System.Buffers;

namespace BertGen.Bulk.Clusters;

/// <summary>Words of a command line of a shell.</summary>
internal static class ShellWord
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_./=+,:@%-");

    /// <summary>The word, in quotes where the shell would read more out of it.</summary>
    public static string Of(string word) =>
        word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    /// <summary>Several words.</summary>
    public static string Of(IEnumerable<string> words) => string.Join(' ', words.Select(Of));
}
