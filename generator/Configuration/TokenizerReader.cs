using BertGen.Generator.Configuration.Json;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration;

/// <summary>Reads <c>tokenizer_config.json</c>; the defaults are those of a BERT tokenizer.</summary>
internal static class TokenizerReader
{
    public static FileReading Read(string path, SourceText text)
    {
        var keys = new KeyReader(path, text);
        JsonObject root = keys.RootObject() ?? new JsonObject([], default);
        bool lowercase = keys.Boolean(root, "do_lower_case", true);
        bool? stripAccents = keys.OptionalBoolean(root, "strip_accents");
        bool splitChinese = keys.Boolean(root, "tokenize_chinese_chars", true);
        return keys.Finish(new TokenizerFile(path, keys.Findings, lowercase, stripAccents, splitChinese));
    }
}
