using System.Text.Json;

namespace BertGen.Tool.Tests.Harness;

/// <summary>What a run of the tool left behind.</summary>
internal sealed record PipeRun(int ExitCode, string Output, string Error)
{
    public JsonElement[] Answers => [.. Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
