using System.Text.Json;

namespace BertGen.Parity.Loading;

/// <summary>A way in which the small model under <c>golden/loading</c> is stored, and what the original made of it.</summary>
internal sealed record LoadingVariant(string Name, string? Weights, string? Output)
{
    private static readonly string Folder = Path.Combine(RepositoryFolder.Golden, "loading");

    public static IReadOnlyList<LoadingVariant> All { get; } = ReadAll();

    /// <summary>Whether the path, config or weights could not be loaded.</summary>
    public bool Failed => Output is null;

    public static LoadingVariant Find(string name) => All.Single(variant => variant.Name == name);

    /// <summary>
    /// Copies the variant to a folder, without the safetensors files that other tests read. Variants that differ from another one by their config
    /// alone borrow its weights.
    /// </summary>
    /// <returns>The folder or archive.</returns>
    public string CopyTo(string target)
    {
        string source = Path.Combine(Folder, Name);
        string copy = Path.Combine(target, Name);
        if (File.Exists(source))
        {
            File.Copy(source, copy);
            return copy;
        }

        if (Directory.Exists(source) || Weights is not null)
        {
            Directory.CreateDirectory(copy);
        }

        foreach (string file in Directory.Exists(source) ? Directory.GetFiles(source) : [])
        {
            if (Path.GetExtension(file) != ".safetensors")
            {
                File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
            }
        }

        if (Weights is not null)
        {
            File.Copy(Path.Combine(Folder, Weights), Path.Combine(copy, Path.GetFileName(Weights)));
        }

        return copy;
    }

    private static LoadingVariant[] ReadAll()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "expected.json")));
        return [.. document.RootElement.GetProperty("variants").EnumerateArray().Select(variant =>
            new LoadingVariant(variant.GetProperty("name").GetString()!, Text(variant, "weights"), Text(variant, "output")))];
    }

    private static string? Text(JsonElement variant, string key) => variant.TryGetProperty(key, out JsonElement value) ? value.GetString() : null;
}
