using System.ComponentModel;

namespace BertGen.Engine.Pipeline;

/// <summary>A step of a sentence pipeline behind the encoder, as <c>modules.json</c> lists it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract record SentenceModule
{
    private protected SentenceModule()
    {
    }

    /// <summary>The step with its weights.</summary>
    /// <param name="root">The folder of the model.</param>
    /// <exception cref="Checkpoints.CheckpointException">The weights are missing, or are of another module.</exception>
    internal abstract LoadedModule Load(string root);
}
