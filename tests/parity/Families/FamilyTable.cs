using System.Collections.Concurrent;
using System.Globalization;
using System.Text;

namespace BertGen.Parity.Families;

/// <summary>The largest difference of every family, head and target that was tested, written to the file that <c>BERTGEN_FAMILY_TABLE</c> names.</summary>
internal static class FamilyTable
{
    private static readonly ConcurrentDictionary<(string Family, string Head, BertTarget Target), double> Largest = new();

    static FamilyTable()
    {
        if (Environment.GetEnvironmentVariable("BERTGEN_FAMILY_TABLE") is { Length: > 0 } path)
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => File.WriteAllText(path, Text());
        }
    }

    /// <summary>Adds what a case found.</summary>
    public static void Add(FamilyCase recorded, string head, BertTarget target, double largest) =>
        Largest.AddOrUpdate((recorded.Family, head, target), largest, (_, other) => Math.Max(other, largest));

    /// <summary>A line for each.</summary>
    public static string Text()
    {
        var text = new StringBuilder();
        foreach (((string family, string head, BertTarget target), double largest) in Largest.OrderBy(row => row.Key.Family, StringComparer.Ordinal).ThenBy(row => row.Key.Head, StringComparer.Ordinal).ThenBy(row => row.Key.Target))
        {
            text.Append(CultureInfo.InvariantCulture, $"{family,-20} {head,-12} {target,-12} {largest:0.0e+00}\n");
        }

        return text.ToString();
    }
}
