using System.Runtime.InteropServices;
using BertGen.Checkpoints;
using BertGen.Engine.Pipeline;
using BertGen.Training;
using TorchSharp;

namespace BertGen.Torch;

/// <summary>Saves the state of a module as a model folder.</summary>
public static class TorchSaving
{
    /// <summary>Saves the model as a folder: <c>config.json</c>, <c>tokenizer_config.json</c>, <c>vocab.txt</c> and <c>model.safetensors</c>.</summary>
    /// <param name="model">What was loaded.</param>
    /// <param name="folder">The folder; it appears whole, or not at all.</param>
    /// <param name="overwrite">Whether to replace a saved model.</param>
    /// <param name="config">The config that the class was compiled from.</param>
    /// <param name="tensors">The tensors of the model: those that the class needs, and then those that are saved where the checkpoint has them.</param>
    /// <param name="info">Its options.</param>
    /// <param name="mix">Its learned mix, if it has one.</param>
    /// <param name="trained">The tensors that take the place of what was loaded, by their state-dict names; null: none.</param>
    /// <param name="pipeline">How it makes sentence vectors, if it does.</param>
    /// <returns>The names of the files. The vocabulary is missing where the model has none beside its weights.</returns>
    /// <exception cref="CheckpointException">The files that the model was loaded from are gone, have changed, or lack a tensor.</exception>
    /// <exception cref="IOException">The folder cannot be written, or must not be replaced.</exception>
    public static IReadOnlyList<string> Save(
        PretrainedBertModel model,
        string folder,
        bool overwrite,
        ModelConfig config,
        IReadOnlyList<WeightSpec> tensors,
        BertModelInfo info,
        ScalarMixModule? mix = null,
        Dictionary<string, torch.Tensor>? trained = null,
        SentencePipeline? pipeline = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        return model.Save(folder, overwrite, config, tensors, info, mix?.ToHost(), trained is null ? null : new ParameterSet(trained.Select(entry => Copy(entry.Key, entry.Value))), pipeline);
    }

    private static Parameter Copy(string name, torch.Tensor tensor)
    {
        var copy = new Parameter(name, [.. tensor.shape.Select(length => (int)length)]);
        using torch.Tensor detached = tensor.detach();
        using torch.Tensor host = detached.to(torch.ScalarType.Float32, torch.CPU);
        using torch.Tensor dense = host.contiguous();
        MemoryMarshal.Cast<byte, float>(dense.bytes).CopyTo(copy.Value);
        return copy;
    }
}
