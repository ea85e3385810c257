using System.Text.Json;

namespace BertGen.Parity.Golden;

/// <summary>One recorded call of the original pooler, on given vectors.</summary>
internal sealed record PoolerCase(string Model, string Name)
{
    /// <summary>One theory row, model and name, for every recorded call.</summary>
    public static TheoryData<string, string> Rows
    {
        get
        {
            var rows = new TheoryData<string, string>();
            foreach (string path in Directory.EnumerateFiles(RepositoryFolder.Golden, "*.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                string folder = Path.GetDirectoryName(path)!;
                if (Path.GetFileName(folder) == "pooler")
                {
                    rows.Add(Path.GetFileName(Path.GetDirectoryName(folder)!), Path.GetFileNameWithoutExtension(path));
                }
            }

            return rows;
        }
    }

    public string Title => $"{Model}/{Name}";

    public string Folder => Path.Combine(RepositoryFolder.Golden, Model);

    /// <summary>Shape of the given vectors, and of the result.</summary>
    public (nint[] Tokens, nint[] Output) ReadShapes()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf("json")));
        return (Lengths(document.RootElement.GetProperty("shapes").GetProperty("tokens")), Lengths(document.RootElement.GetProperty("output_shape")));

        static nint[] Lengths(JsonElement shape) => [.. shape.EnumerateArray().Select(length => (nint)length.GetInt32())];
    }

    public RecordedTensors ReadTensors() => RecordedTensors.Read(PathOf("safetensors"));

    private string PathOf(string extension) => Path.Combine(Folder, "pooler", $"{Name}.{extension}");
}
