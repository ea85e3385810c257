using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Parity.Compiling;

/// <summary>A small text file of a model folder, as the build hands it to the compiler.</summary>
internal sealed class ModelText(string path) : AdditionalText
{
    // The files that the build targets collect.
    private static readonly string[] Names =
    [
        "config.json", "bert_config.json", "vocab.txt", "modules.json", "sentence_bert_config.json", "config_sentence_transformers.json", "tokenizer_config.json",
        System.IO.Path.Combine("1_Pooling", "config.json"),
    ];

    public override string Path => path;

    public static ImmutableArray<AdditionalText> InFolder(string folder) =>
        [.. Names.Select(name => System.IO.Path.Combine(folder, name)).Where(File.Exists).Select(path => new ModelText(path))];

    /// <summary>All small files of a folder and of those in it.</summary>
    public static IEnumerable<AdditionalText> Below(string folder) =>
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(path => System.IO.Path.GetExtension(path) is ".json" or ".txt" or ".metadata").Order(StringComparer.Ordinal).Select(path => new ModelText(path));

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(File.ReadAllText(path), Encoding.UTF8);
}
