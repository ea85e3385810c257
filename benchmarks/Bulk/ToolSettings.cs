using System.Text.Json;

namespace BertGen.Benchmarks.Bulk;

/// <summary>The settings of the runtime that <c>bertgen</c> has, whose workers are measured: what stands in the file that its build writes.</summary>
internal static class ToolSettings
{
    private const string FileName = "bertgen.runtimeconfig.json";

    // Others are no setting of the runtime's speed.
    private static readonly string[] Kinds = ["System.GC.", "System.Runtime.Tiered"];

    private static readonly Dictionary<string, string> Variables = new()
    {
        ["System.GC.Concurrent"] = "gcConcurrent",
        ["System.GC.Gen0MaxBudget"] = "GCGen0MaxBudget",
        ["System.GC.RegionSize"] = "GCRegionSize",
        ["System.GC.Server"] = "gcServer",
        ["System.Runtime.TieredCompilation"] = "TieredCompilation",
        ["System.Runtime.TieredPGO"] = "TieredPGO",
    };

    /// <summary>Processes that are started from here on have them. What this one has stays.</summary>
    /// <exception cref="InvalidDataException">The tool has a setting whose variable is not known here.</exception>
    public static void ForChildren()
    {
        using var file = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, FileName)));
        foreach (JsonProperty setting in file.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").EnumerateObject())
        {
            if (Kinds.Any(kind => setting.Name.StartsWith(kind, StringComparison.Ordinal)))
            {
                string variable = Variables.GetValueOrDefault(setting.Name) ?? throw new InvalidDataException($"{FileName}: the variable of '{setting.Name}' is not known.");
                Environment.SetEnvironmentVariable("DOTNET_" + variable, TextOf(setting.Value));
            }
        }
    }

    /// <summary>Variables have numbers in hexadecimal digits.</summary>
    private static string TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.True => "1",
        JsonValueKind.False => "0",
        _ => FormattableString.Invariant($"{value.GetInt64():X}"),
    };
}
