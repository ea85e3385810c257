using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration;

/// <summary>Reads a model's config with the reader of its family, which <c>model_type</c> names.</summary>
/// <param name="families">The families that are known; a config that names none is of the first.</param>
internal sealed class ConfigReader(IReadOnlyList<IConfigFamily> families)
{
    /// <summary>The key that says whether the decoder of a masked-language head has the table of words.</summary>
    public const string TiesKey = "tie_word_embeddings";

    private const string ModelType = "model_type";

    public FileReading Read(string path, SourceText text)
    {
        var keys = new KeyReader(path, text);
        EncoderConfig? config = keys.RootObject() is { } root ? Read(keys, root) : null;
        return keys.Finish(new ConfigFile(path, keys.Findings, keys.HasErrors ? null : config));
    }

    private EncoderConfig? Read(KeyReader keys, JsonObject root)
    {
        string type = keys.Text(root, ModelType, families[0].ModelType);
        if (families.FirstOrDefault(known => known.ModelType == type) is { } family)
        {
            return family.Read(keys, root) with { ModelType = type, ScoreFunction = ScoreFunction(keys, root), TiesDecoder = keys.Boolean(root, TiesKey, true) };
        }

        string supported = string.Join(" or ", families.Select(known => $"\"{known.ModelType}\""));
        keys.Report(Descriptors.Architecture, ModelType, ModelType, $"\"{type}\"", supported);
        return null;
    }

    // Version 4 of sentence-transformers writes it into an object of its own, older ones beside the sizes; the new place wins.
    private static string? ScoreFunction(KeyReader keys, JsonObject root) =>
        keys.Object(root, "sentence_transformers") is { } own && keys.Text(own, "activation_fn", "") is { Length: > 0 } given ? given
        : keys.Text(root, "sbert_ce_default_activation_function", "") is { Length: > 0 } old ? old
        : null;
}
