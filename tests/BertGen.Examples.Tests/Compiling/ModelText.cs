using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Examples.Tests.Compiling;

/// <summary>A small text file of a model folder, as the build hands it to the compiler.</summary>
internal sealed class ModelText(string path, string text) : AdditionalText
{
    private static readonly string[] Extensions = [".json", ".txt"];

    public override string Path => path;

    /// <summary>The small files of all models below a folder.</summary>
    public static ImmutableArray<AdditionalText> Below(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => Extensions.Contains(System.IO.Path.GetExtension(path)) && !path.Contains("index", StringComparison.Ordinal))
            .Select(path => new ModelText(path, File.ReadAllText(path))),
    ];

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text, Encoding.UTF8);
}
