using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Tests.TextForms;

/// <summary>An additional file as the command-line compiler reads it: UTF-8, or what a mark says, and else the machine's own encoding.</summary>
internal sealed class DiskText(string path) : AdditionalText
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override string Path => path;

    public override SourceText GetText(CancellationToken cancellationToken = default)
    {
        using FileStream file = File.OpenRead(path);
        try
        {
            return SourceText.From(file, Utf8);
        }
        catch (DecoderFallbackException)
        {
            file.Position = 0;
            return SourceText.From(file, Encoding.Latin1);
        }
    }
}
