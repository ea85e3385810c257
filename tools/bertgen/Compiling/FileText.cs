using System.Text;
using BertGen.Common.Files;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Tool.Compiling;

/// <summary>A file that is handed to the generator.</summary>
internal sealed class FileText(string path) : AdditionalText
{
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public override string Path => path;

    // As the compiler decodes: what is not UTF-8 is taken for another encoding, by which the generator knows it.
    public override SourceText? GetText(CancellationToken cancellationToken = default)
    {
        if (Read() is not { } bytes)
        {
            return null;
        }

        using var content = new MemoryStream(bytes);
        try
        {
            return SourceText.From(content, StrictUtf8);
        }
        catch (DecoderFallbackException)
        {
            content.Position = 0;
            return SourceText.From(content, Encoding.Latin1);
        }
    }

    // Of a file that is gone, or is none, the generator says so.
    private byte[]? Read()
    {
        try
        {
            return PlainFile.ReadAll(path, FileLimits.BytesOf(System.IO.Path.GetFileName(path)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
