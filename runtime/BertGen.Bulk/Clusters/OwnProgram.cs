namespace BertGen.Bulk.Clusters;

/// <summary>How this program is started again.</summary>
internal static class OwnProgram
{
    /// <summary>The program, and before it the host that runs it, where there is one.</summary>
    /// <param name="process">The path of the process.</param>
    /// <param name="assembly">The path of the program's assembly, if it is in a file.</param>
    public static IReadOnlyList<string> Words(string process, string? assembly) =>
        assembly is not null && Path.GetFileNameWithoutExtension(process).Equals("dotnet", StringComparison.OrdinalIgnoreCase) ? [process, Path.GetFullPath(assembly)] : [process];

    /// <summary>Those of the process that runs.</summary>
    public static IReadOnlyList<string> Words() => Words(Environment.ProcessPath ?? "dotnet", Environment.GetCommandLineArgs().FirstOrDefault());
}
