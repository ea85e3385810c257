using BertGen.Checkpoints;

namespace BertGen.Hub;

/// <summary>The files that make up a model on the hub.</summary>
internal static class ModelFiles
{
    public const string Config = "config.json";
    public const string Modules = "modules.json";
    public const string Weights = "model.safetensors";
    public const string WeightsIndex = "model.safetensors.index.json";
    public const string PickledWeights = "pytorch_model.bin";

    /// <summary>Small files beside the config, where the model has them.</summary>
    public static readonly string[] Small =
    [
        "vocab.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json",
        Modules, "sentence_bert_config.json", "config_sentence_transformers.json",
    ];

    /// <summary>What a folder lacks to be a model, in words; null where it is one.</summary>
    public static string? MissingFrom(string folder)
    {
        bool Has(string name) => SnapshotLink.HasContent(Path.Combine(folder, name));

        if (!Has(Config))
        {
            return Config;
        }

        if (Has(Weights) || Has(PickledWeights))
        {
            return null;
        }

        return Has(WeightsIndex)
            ? ShardIndex.Read(Path.Combine(folder, WeightsIndex)).Values.Distinct().Order(StringComparer.Ordinal).FirstOrDefault(shard => !Has(shard))
            : $"{Weights} or {PickledWeights}";
    }
}
