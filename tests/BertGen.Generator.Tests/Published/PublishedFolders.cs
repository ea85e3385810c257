using System.Formats.Tar;
using System.IO.Compression;
using System.Text.Json;
using BertGen.Generator.Tests.Harness;

namespace BertGen.Generator.Tests.Published;

/// <summary>The small files of published models, and beside them the facts that are known of each: <c>tests/golden/model-folders</c>.</summary>
internal static class PublishedFolders
{
    private const string FactsName = "facts.json";

    private static readonly Lazy<IReadOnlyDictionary<string, PublishedFolder>> Read = new(ReadAll);

    /// <summary>The folders by the names of their models, with <c>--</c> for a slash.</summary>
    public static IReadOnlyDictionary<string, PublishedFolder> All => Read.Value;

    private static Dictionary<string, PublishedFolder> ReadAll()
    {
        using var stream = new BrotliStream(
            File.OpenRead(Path.Combine(RepositoryFolder.Root, "tests", "golden", "model-folders", "folders.tar.br")), CompressionMode.Decompress);
        using var archive = new TarReader(stream);
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (archive.GetNextEntry() is { } entry)
        {
            using var content = new StreamReader(entry.DataStream!);
            files.Add(entry.Name, content.ReadToEnd());
        }

        return files.GroupBy(file => file.Key[..file.Key.IndexOf('/')]).ToDictionary(
            folder => folder.Key,
            folder => new PublishedFolder(
                folder.Key,
                folder.Where(file => !file.Key.EndsWith("facts.json", StringComparison.Ordinal)).ToDictionary(file => file.Key[(folder.Key.Length + 1)..], file => file.Value),
                Parse(files[$"{folder.Key}/{FactsName}"])));
    }

    private static JsonElement Parse(string text)
    {
        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}

/// <summary>The small files of a published model, by their paths, and the facts.</summary>
internal sealed record PublishedFolder(string Name, IReadOnlyDictionary<string, string> Files, JsonElement Facts)
{
    /// <summary>A fact by its keys from the outside in; null where it is absent or null.</summary>
    public JsonElement? Fact(params ReadOnlySpan<string> keys)
    {
        JsonElement found = Facts;
        foreach (string key in keys)
        {
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(key, out found))
            {
                return null;
            }
        }

        return found.ValueKind == JsonValueKind.Null ? null : found;
    }

    /// <summary>A number among the facts.</summary>
    public int? Number(params ReadOnlySpan<string> keys) => Fact(keys)?.GetInt32();
}
