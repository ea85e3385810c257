using BertGen.Generator.Common;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Configuration.Pipeline;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration;

/// <summary>Reads <c>tokenizer_config.json</c>; the defaults are those of a BERT tokenizer.</summary>
internal static class TokenizerReader
{
    public static FileReading Read(string path, SourceText text)
    {
        var keys = new KeyReader(path, text);
        JsonObject root = keys.RootObject() ?? new JsonObject([], default);
        foreach (JsonMember member in root.Members)
        {
            keys.Mark(member.Name, member.Value.Span);
        }

        bool lowercase = keys.Boolean(root, "do_lower_case", true);
        bool? stripAccents = keys.OptionalBoolean(root, "strip_accents");
        bool splitChinese = keys.Boolean(root, "tokenize_chinese_chars", true);
        EquatableArray<Setting> settings = Settings.Of(root);
        return keys.Finish(new TokenizerFile(path, keys.Findings, lowercase, stripAccents, splitChinese)
        {
            Settings = settings,
            SaysLowercase = Settings.Find(settings, "do_lower_case") is { IsNull: false },
        });
    }
}
