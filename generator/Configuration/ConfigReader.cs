using BertGen.Generator.Architectures;
using BertGen.Generator.Architectures.Heads;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration;

/// <summary>Reads a model's config with the reader of its family, which <c>model_type</c> names.</summary>
internal static class ConfigReader
{
    private const string ModelType = "model_type";

    public static FileReading Read(string path, SourceText text)
    {
        var keys = new KeyReader(path, text);
        EncoderConfig? config = keys.RootObject() is { } root ? Read(keys, root) : null;
        return keys.Finish(new ConfigFile(path, keys.Findings, keys.HasErrors ? null : config));
    }

    private static EncoderConfig? Read(KeyReader keys, JsonObject root)
    {
        string type = keys.Text(root, ModelType, ArchitectureList.Default);
        if (ArchitectureList.Find(type) is { } architecture)
        {
            return architecture.Read(keys, root) with { ModelType = type, ScoreFunction = ScoreFunction(keys, root), TiesDecoder = keys.Boolean(root, MaskedLanguageHead.TiesKey, true) };
        }

        string supported = string.Join(" or ", ArchitectureList.ModelTypes.Select(known => $"\"{known}\""));
        keys.Report(Descriptors.Architecture, ModelType, ModelType, $"\"{type}\"", supported);
        return null;
    }

    // Version 4 of sentence-transformers writes it into an object of its own, older ones beside the sizes; the new place wins.
    private static string? ScoreFunction(KeyReader keys, JsonObject root) =>
        keys.Object(root, "sentence_transformers") is { } own && keys.Text(own, "activation_fn", "") is { Length: > 0 } given ? given
        : keys.Text(root, "sbert_ce_default_activation_function", "") is { Length: > 0 } old ? old
        : null;
}
