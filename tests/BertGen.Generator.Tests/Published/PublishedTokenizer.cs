using System.Text.Json;

namespace BertGen.Generator.Tests.Published;

/// <summary>What the tokenizer of a published model does with letters, as its files say.</summary>
/// <param name="Lowercases">Whether they become small.</param>
/// <param name="LowercasesFirst">Whether they do before the tokenizer sees them.</param>
/// <param name="StripsAccents">Whether they lose their accents; null where that follows the case.</param>
/// <param name="SplitsChinese">Whether each of the Chinese ones is a word.</param>
internal sealed record PublishedTokenizer(bool Lowercases, bool LowercasesFirst, bool? StripsAccents, bool SplitsChinese)
{
    public static PublishedTokenizer Of(PublishedFolder folder)
    {
        bool first = Flag(Read(folder, folder.Files.Keys.FirstOrDefault(name => name.StartsWith("sentence_", StringComparison.Ordinal))), "do_lower_case") ?? false;
        JsonElement? settings = Read(folder, "tokenizer_config.json");
        bool own = Flag(settings, "do_lower_case") ?? true;
        return new PublishedTokenizer(
            own || first,
            first,
            Flag(settings, "strip_accents") ?? (first && !own ? false : null),
            Flag(settings, "tokenize_chinese_chars") ?? true);
    }

    private static bool? Flag(JsonElement? settings, string key) =>
        settings is { } found && found.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.GetBoolean() : null;

    private static JsonElement? Read(PublishedFolder folder, string? name)
    {
        if (name is null || !folder.Files.TryGetValue(name, out string? text))
        {
            return null;
        }

        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
