using BertGen.Generator.Common;
using BertGen.Generator.Configuration.Json;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration;

/// <summary>
/// Reads what the build copied of a model's weights and archive. A JSON string in place of an object says why there is
/// nothing else.
/// </summary>
internal static class WeightsReader
{
    public const string IndexName = "model.safetensors.index.json";
    public const string HeaderSuffix = ".safetensors" + ModelKey.HeaderExtension;

    private const string Metadata = "__metadata__";

    public static FileReading ReadHeader(string path, SourceText text)
    {
        JsonObject? root = ReadObject(text, out string? problem);
        var tensors = new List<StoredTensor>();
        foreach (JsonMember member in root?.Members.Where(member => member.Name != Metadata) ?? [])
        {
            if (ReadTensor(member) is { } tensor)
            {
                tensors.Add(tensor);
            }
            else
            {
                problem ??= $"its entry '{member.Name}' has no type and shape";
            }
        }

        string name = PathText.FileName(path);
        name = name.Substring(0, name.Length - ModelKey.HeaderExtension.Length);
        return Reading(new WeightsFile(path, [], name, problem, tensors.ToEquatable()));
    }

    public static FileReading ReadIndex(string path, SourceText text)
    {
        JsonObject? root = ReadObject(text, out string? problem);
        var tensors = new List<PlacedTensor>();
        if (root is not null && Value(root, "weight_map") is JsonObject map)
        {
            tensors.AddRange(map.Members.Select(member => new PlacedTensor(member.Name, (member.Value as JsonString)?.Value ?? "")));
        }
        else
        {
            problem ??= "it has no 'weight_map'";
        }

        return Reading(new WeightsIndexFile(path, [], PathText.FileName(path), problem, tensors.ToEquatable()));
    }

    public static FileReading ReadProblem(string path, SourceText text)
    {
        _ = ReadObject(text, out string? problem);
        return Reading(new ArchiveProblemFile(path, [], problem ?? ""));
    }

    // What is wrong with these files is reported where the class names the model: they have no lines that anyone wrote.
    private static FileReading Reading(ModelFile file) => new(file, []);

    private static JsonObject? ReadObject(SourceText text, out string? problem)
    {
        JsonValue? root = JsonReader.Read(text.ToString(), out JsonError? error);
        problem = root switch
        {
            null => $"its header is not valid JSON: {error!.Message}",
            JsonString reason => reason.Value,
            JsonObject => null,
            _ => $"expected an object, found {root.Kind}",
        };
        return root as JsonObject;
    }

    private static StoredTensor? ReadTensor(JsonMember member) =>
        member.Value is JsonObject tensor && Value(tensor, "dtype") is JsonString type && Value(tensor, "shape") is JsonArray shape
            ? new StoredTensor(member.Name, type.Value, $"[{string.Join(", ", shape.Items.Select(Text))}]")
            : null;

    private static string Text(JsonValue value) => value is JsonNumber number ? number.Text : value.Kind;

    private static JsonValue? Value(JsonObject from, string key) => from.Members.FirstOrDefault(member => member.Name == key)?.Value;
}
