using System.Collections.Immutable;
using BertGen.Generator.Common;

namespace BertGen.Generator.Tests.Harness;

/// <summary>What a weights file of the tiny model says of its tensors, and the same with mistakes.</summary>
internal sealed record TinyWeights
{
    private const int Hidden = 32;
    private const int Intermediate = 64;

    private TinyWeights(ImmutableSortedDictionary<string, string> tensors) => Tensors = tensors;

    /// <summary>All tensors of three layers, with the pooler; the values are type and shape.</summary>
    public static TinyWeights All { get; } = new(Names().ToImmutableSortedDictionary(
        pair => pair.Name, pair => $"{{\"dtype\":\"F32\",\"shape\":[{pair.Shape}],\"data_offsets\":[0,0]}}", StringComparer.Ordinal));

    /// <summary>Tensors by name, each as the header has it.</summary>
    public ImmutableSortedDictionary<string, string> Tensors { get; private init; }

    /// <summary>The header as JSON.</summary>
    public string Header => $"{{\"__metadata__\":{{\"format\":\"pt\"}},{string.Join(",", Tensors.Select(pair => $"\"{pair.Key}\":{pair.Value}"))}}}";

    /// <summary>Where the build puts the header of a model's weights.</summary>
    public static string PathFor(string model, string file = "model.safetensors") => $"obj/Debug/bertgen/{ModelKey.Of(model)}/{file}.json";

    public TinyWeights Without(string name) => new(Tensors.Remove(name));

    public TinyWeights With(string name, string type, string shape) =>
        new(Tensors.SetItem(name, $"{{\"shape\":[{shape}],\"dtype\":\"{type}\"}}"));

    public TinyWeights Renamed(Func<string, string> rename) =>
        new(Tensors.ToImmutableSortedDictionary(pair => rename(pair.Key), pair => pair.Value, StringComparer.Ordinal));

    public TinyWeights Where(Func<string, bool> keep) => new(Tensors.Where(pair => keep(pair.Key)).ToImmutableSortedDictionary(StringComparer.Ordinal));

    private static IEnumerable<(string Name, string Shape)> Names()
    {
        yield return ("embeddings.word_embeddings.weight", $"61,{Hidden}");
        yield return ("embeddings.position_embeddings.weight", $"64,{Hidden}");
        yield return ("embeddings.token_type_embeddings.weight", $"2,{Hidden}");
        (string Name, int Outputs, int Inputs)[] dense =
        [
            ("attention.self.query", Hidden, Hidden),
            ("attention.self.key", Hidden, Hidden),
            ("attention.self.value", Hidden, Hidden),
            ("attention.output.dense", Hidden, Hidden),
            ("intermediate.dense", Intermediate, Hidden),
            ("output.dense", Hidden, Intermediate),
        ];
        IEnumerable<string> layers = Enumerable.Range(0, 3).Select(layer => $"encoder.layer.{layer}.");
        IEnumerable<(string Name, int Outputs, int Inputs)> products = layers
            .SelectMany(layer => dense.Select(item => (layer + item.Name, item.Outputs, item.Inputs)))
            .Append(("pooler.dense", Hidden, Hidden));
        foreach ((string name, int outputs, int inputs) in products)
        {
            yield return (name + ".weight", $"{outputs},{inputs}");
            yield return (name + ".bias", $"{outputs}");
        }

        foreach (string norm in layers.SelectMany(layer => new[] { layer + "attention.output", layer + "output" }).Prepend("embeddings"))
        {
            yield return (norm + ".LayerNorm.weight", $"{Hidden}");
            yield return (norm + ".LayerNorm.bias", $"{Hidden}");
        }
    }
}
