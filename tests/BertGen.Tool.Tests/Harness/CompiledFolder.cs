namespace BertGen.Tool.Tests.Harness;

/// <summary>The sample model, compiled once for the tests of a class.</summary>
public sealed class CompiledFolder : IDisposable
{
    internal PipeFolder Folder { get; } = new();

    public void Dispose() => Folder.Dispose();

    internal Task<PipeRun> RunAsync(params string[] requests) => Folder.RunAsync([PipeFolder.WordNetMini], requests);
}
