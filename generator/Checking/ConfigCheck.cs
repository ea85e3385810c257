using BertGen.Generator.Architectures;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Diagnostics;

namespace BertGen.Generator.Checking;

/// <summary>Checks that a config describes a computation that can be compiled.</summary>
internal static class ConfigCheck
{
    public static IEnumerable<Finding> Check(string path, EncoderConfig config)
    {
        Place At(string key) => Place.Key(path, key);
        Architecture architecture = ArchitectureList.Of(config);
        SizeKeys keys = architecture.Sizes;

        if (config.HeadWidth == 0 && config.HiddenSize % config.HeadCount != 0)
        {
            string hidden = NumberText.Plain(config.HiddenSize);
            yield return Finding.Of(Descriptors.HeadsDoNotDivide, At(keys.Heads), hidden, NumberText.Plain(config.HeadCount), keys.Hidden, keys.Heads);
        }

        if (Activations.Parse(config.Activation) is null)
        {
            string near = Activations.Meant(config.Activation) is { } name ? $"; did you mean \"{name}\"?" : "";
            yield return Finding.Of(Descriptors.Activation, At(keys.Activation), config.Activation, string.Join(", ", Activations.Names), near, keys.Activation);
        }

        if (config.HasPadding && (config.PadTokenId < 0 || config.PadTokenId >= config.VocabularySize))
        {
            string range = "between 0 and " + NumberText.Grouped(config.VocabularySize - 1);
            yield return Finding.Of(Descriptors.KeyRange, At(keys.Padding), keys.Padding, range, NumberText.Plain(config.PadTokenId));
        }

        if (config.MostPieces < 1)
        {
            string least = "at least " + NumberText.Plain(config.FirstPosition + 1) + ", because positions begin behind the padding id";
            yield return Finding.Of(Descriptors.KeyRange, At(keys.Positions), keys.Positions, least, NumberText.Plain(config.PositionCount));
        }

        if ((long)config.VocabularySize * config.HiddenSize > int.MaxValue)
        {
            string most = "at most " + NumberText.Grouped(int.MaxValue / config.HiddenSize) + " with this hidden size";
            yield return Finding.Of(Descriptors.KeyRange, At(keys.Vocabulary), keys.Vocabulary, most, NumberText.Plain(config.VocabularySize));
        }

        if (config.HasPositionTable && (long)config.PositionCount * Math.Max(1, config.TypeCount) * config.HiddenSize > int.MaxValue)
        {
            long most = int.MaxValue / ((long)Math.Max(1, config.TypeCount) * config.HiddenSize);
            string range = "at most " + NumberText.Grouped(most) + " with these sizes";
            string found = NumberText.Plain(config.PositionCount);
            yield return Finding.Of(Descriptors.KeyRange, At(keys.Positions), keys.Positions, range, found);
        }

        // Values of a head are turned in pairs.
        if (config.Rotary is not null && config.HeadCount > 0 && config.HeadSize % 2 != 0)
        {
            string supported = "an even number of values in a head";
            yield return Finding.Of(Descriptors.KeyRange, At(config.HeadWidth > 0 ? "head_dim" : keys.Heads), config.HeadWidth > 0 ? "head_dim" : keys.Heads, supported, NumberText.Plain(config.HeadSize));
        }

        long inner = config.Rotary is null ? config.IntermediateSize : 2L * config.IntermediateSize;
        if (config.HiddenSize * inner > int.MaxValue || 3L * config.HiddenSize * config.HeadCount * config.HeadSize > int.MaxValue)
        {
            string found = NumberText.Plain(config.HiddenSize);
            yield return Finding.Of(Descriptors.KeyRange, At(keys.Hidden), keys.Hidden, "small enough for matrices of at most 2,147,483,647 values", found);
        }

        if (config.EmbeddingSize > 0 && ((long)config.EmbeddingWidth * config.HiddenSize > int.MaxValue || (long)config.VocabularySize * config.EmbeddingWidth > int.MaxValue))
        {
            string found = NumberText.Plain(config.EmbeddingWidth);
            yield return Finding.Of(Descriptors.KeyRange, At("embedding_size"), "embedding_size", "small enough for matrices of at most 2,147,483,647 values", found);
        }

        foreach ((string key, string found, string supported) in architecture.Refusals(config))
        {
            yield return Finding.Of(Descriptors.Architecture, At(key), key, found, supported);
        }
    }
}
