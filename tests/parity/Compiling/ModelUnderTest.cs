using System.Collections.Concurrent;

namespace BertGen.Parity.Compiling;

/// <summary>A model folder and the attribute arguments to compile it with; each pair is compiled once in a test run.</summary>
internal sealed record ModelUnderTest(string Folder, string Arguments = "")
{
    private static readonly ConcurrentDictionary<ModelUnderTest, Lazy<IParityModel>> Compiled = new();

    /// <summary>The source of a class that asks for this embedder.</summary>
    public string Source => $$"""
        using BertGen;

        namespace {{Adapter.Namespace}};

        [BertEmbedder("{{Path.GetFileName(Folder)}}"{{(Arguments.Length == 0 ? "" : ", " + Arguments)}})]
        internal sealed partial class {{Adapter.Embedder}};
        """;

    /// <summary>Compiles the class, unless that is done, and loads its weights.</summary>
    public IParityEmbedder Load() => Load(Folder);

    /// <summary>Compiles the class, unless that is done, and loads weights from elsewhere.</summary>
    public IParityEmbedder Load(string source) =>
        Compiled.GetOrAdd(this, model => new Lazy<IParityModel>(() => EmbedderCompiler.Compile(model))).Value.Load(source);
}
