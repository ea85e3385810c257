using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Tool.Compiling;

/// <summary>A file that is handed to the generator.</summary>
internal sealed class FileText(string path) : AdditionalText
{
    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default)
    {
        using FileStream file = File.OpenRead(path);
        return SourceText.From(file, Encoding.UTF8);
    }
}
