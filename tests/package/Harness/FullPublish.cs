namespace BertGen.Package.Tests.Harness;

/// <summary>
/// Whether every form of publishing is tried: trimmed and native programs need some hundred megabytes of the runtime and of the
/// native compiler, which are downloaded only where somebody asks for it.
/// </summary>
internal static class FullPublish
{
    private const string Variable = "BERTGEN_PUBLISH";

    /// <summary>Whether the variable says <c>full</c>.</summary>
    public static bool IsOn { get; } = Environment.GetEnvironmentVariable(Variable) == "full";
}
