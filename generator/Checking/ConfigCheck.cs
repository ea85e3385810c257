using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Checking;

/// <summary>Checks that a config describes a computation that can be compiled.</summary>
internal static class ConfigCheck
{
    public static IEnumerable<Finding> Check(string path, BertConfig config)
    {
        Place At(string key) => Place.Key(path, key);

        if (config.HiddenSize % config.HeadCount != 0)
        {
            string hidden = NumberText.Plain(config.HiddenSize);
            yield return Finding.Of(Descriptors.HeadsDoNotDivide, At("num_attention_heads"), hidden, NumberText.Plain(config.HeadCount));
        }

        if (Activations.Parse(config.Activation) is null)
        {
            string near = Activations.Meant(config.Activation) is { } name ? $"; did you mean \"{name}\"?" : "";
            yield return Finding.Of(Descriptors.Activation, At("hidden_act"), config.Activation, string.Join(", ", Activations.Names), near);
        }

        if (config.PadTokenId != 0)
        {
            yield return Finding.Of(Descriptors.PadToken, At("pad_token_id"), $"\"pad_token_id\" is {NumberText.Plain(config.PadTokenId)}");
        }

        if ((long)config.VocabularySize * config.HiddenSize > int.MaxValue)
        {
            string most = "at most " + NumberText.Grouped(int.MaxValue / config.HiddenSize) + " with this hidden size";
            yield return Finding.Of(Descriptors.KeyRange, At("vocab_size"), "vocab_size", most, NumberText.Plain(config.VocabularySize));
        }

        if ((long)config.PositionCount * config.TypeCount * config.HiddenSize > int.MaxValue)
        {
            long most = int.MaxValue / ((long)config.TypeCount * config.HiddenSize);
            string range = "at most " + NumberText.Grouped(most) + " with these sizes";
            string found = NumberText.Plain(config.PositionCount);
            yield return Finding.Of(Descriptors.KeyRange, At("max_position_embeddings"), "max_position_embeddings", range, found);
        }

        if ((long)config.HiddenSize * config.IntermediateSize > int.MaxValue || 3L * config.HiddenSize * config.HiddenSize > int.MaxValue)
        {
            string found = NumberText.Plain(config.HiddenSize);
            yield return Finding.Of(Descriptors.KeyRange, At("hidden_size"), "hidden_size", "small enough for matrices of at most 2,147,483,647 values", found);
        }

        foreach ((string key, string found, string supported) in OtherComputations(config))
        {
            yield return Finding.Of(Descriptors.Architecture, At(key), key, found, supported);
        }
    }

    private static IEnumerable<(string Key, string Found, string Supported)> OtherComputations(BertConfig config)
    {
        if (config.ModelType != "bert")
        {
            yield return ("model_type", $"\"{config.ModelType}\"", "\"bert\"");
        }

        if (config.PositionEmbeddingType != "absolute")
        {
            yield return ("position_embedding_type", $"\"{config.PositionEmbeddingType}\"", "\"absolute\"");
        }

        if (config.IsDecoder)
        {
            yield return ("is_decoder", "true", "an encoder (false)");
        }

        if (config.HasCrossAttention)
        {
            yield return ("add_cross_attention", "true", "self-attention (false)");
        }
    }
}
