namespace BertGen.Benchmarks.Bulk;

/// <summary>The settings of the runtime that <c>bertgen</c> has, whose workers are measured: those of its project file.</summary>
internal static class ToolSettings
{
    /// <summary>Processes that are started from here on have them. What this one has stays.</summary>
    public static void ForChildren()
    {
        Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");
        Environment.SetEnvironmentVariable("DOTNET_gcConcurrent", "0");

        // In hexadecimal digits.
        Environment.SetEnvironmentVariable("DOTNET_GCGen0MaxBudget", "400000");
    }
}
