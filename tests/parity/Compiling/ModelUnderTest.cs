using System.Collections.Concurrent;

namespace BertGen.Parity.Compiling;

/// <summary>A model folder, the attribute arguments to compile it with, and the target; each is compiled once in a test run.</summary>
internal sealed record ModelUnderTest(string Folder, string Arguments = "", BertTarget Target = BertTarget.Managed)
{
    /// <summary>Whether the compiler sees all small files below the folder, as in a build, and not those of an encoder alone.</summary>
    public bool HasAllFiles { get; init; }

    private static readonly ConcurrentDictionary<ModelUnderTest, Lazy<IParityModel>> Compiled = new();

    /// <summary>The source of a class that asks for this embedder.</summary>
    public string Source => $$"""
        using BertGen;

        namespace {{Adapter.Namespace}};

        [BertEmbedder({{string.Join(", ", AllArguments)}})]
        internal sealed partial class {{Adapter.Embedder}};
        """;

    private IEnumerable<string> AllArguments =>
    [
        $"\"{Path.GetFileName(Folder)}\"",
        .. Arguments.Length == 0 ? Array.Empty<string>() : [Arguments],
        .. Target == BertTarget.Managed ? Array.Empty<string>() : [Targets.Arguments],
    ];

    /// <summary>Compiles the class, unless that is done, and loads its weights.</summary>
    public IParityEmbedder Load() => Load(Folder);

    /// <summary>Compiles the class, unless that is done, and loads weights from elsewhere.</summary>
    public IParityEmbedder Load(string source) =>
        Compiled.GetOrAdd(this, model => new Lazy<IParityModel>(() => EmbedderCompiler.Compile(model))).Value.Load(source);
}
