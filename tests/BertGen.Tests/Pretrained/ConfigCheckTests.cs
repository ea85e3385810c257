using BertGen.Checkpoints;
using BertGen.Tests.Checkpoints;
using BertGen.Tests.Compiled;

namespace BertGen.Tests.Pretrained;

/// <summary>A config beside the weights has to describe the model that was compiled.</summary>
public sealed class ConfigCheckTests
{
    private const string Activation = "\"hidden_act\": \"gelu\"";
    private const string Epsilon = "\"layer_norm_eps\": 1e-12";

    [Fact]
    public void KeysThatDifferAreListedWithBothValues()
    {
        using var folder = ModelWith(config => config.Replace(Activation, "\"hidden_act\": \"relu\"").Replace(Epsilon, "\"layer_norm_eps\": 1e-5"));
        var error = Assert.Throws<CheckpointException>(() => EndToEnd.Load(folder.Path));
        Assert.Equal(
            $"""
            {folder.File("config.json")}: describes another model than the one that was compiled.
              hidden_act: compiled "gelu", found "relu"
              layer_norm_eps: compiled 1e-12, found 1e-05
            """,
            error.Message);
    }

    [Fact]
    public void ItIsCheckedBeforeTheTensors()
    {
        var error = Assert.Throws<CheckpointException>(() => WordNetMix.Load(Models.EndToEnd));
        Assert.Contains("hidden_size: compiled 192, found", error.Message, StringComparison.Ordinal);
        Assert.Contains("num_attention_heads: compiled 6, found", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheConfigBesideAFileCountsToo()
    {
        using var folder = ModelWith(config => config.Replace(Activation, "\"hidden_act\": \"relu\""));
        Assert.Throws<CheckpointException>(() => EndToEnd.Load(folder.File("model.safetensors")));
    }

    /// <summary>Another name of the same function, an epsilon that is the same float, and what only training uses.</summary>
    [Fact]
    public void WhatComputesTheSameIsNoDifference()
    {
        using var folder = ModelWith(config => config
            .Replace(Epsilon, "\"layer_norm_eps\": 0.000000000001000000001")
            .Replace("\"hidden_dropout_prob\": 0.1", "\"hidden_dropout_prob\": 0.3"));
        EndToEnd.Load(folder.Path).Dispose();
    }

    [Fact]
    public void WithoutAConfigTheTensorsDecide()
    {
        using var folder = ModelWith(config => config);
        File.Delete(folder.File("config.json"));
        EndToEnd.Load(folder.Path).Dispose();
    }

    private static TemporaryFolder ModelWith(Func<string, string> edit)
    {
        var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Models.EndToEnd, "model.safetensors"), folder.File("model.safetensors"));
        string config = File.ReadAllText(Path.Combine(Models.EndToEnd, "config.json"));
        Assert.Contains(Activation, config, StringComparison.Ordinal);
        Assert.Contains(Epsilon, config, StringComparison.Ordinal);
        File.WriteAllText(folder.File("config.json"), edit(config));
        return folder;
    }
}
