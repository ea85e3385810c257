using BertGen.Generator.Common;
using BertGen.Generator.Options;

namespace BertGen.Generator.Configuration.Pipeline;

/// <summary>A step of a pipeline behind the encoder, after every check.</summary>
internal abstract record SentenceModule;

/// <summary>Makes the sentence vector of the vectors of the pieces.</summary>
internal sealed record PoolingModule(EquatableArray<Pooling> Modes, int Width, bool IncludesPrompt) : SentenceModule;

/// <summary>A linear layer with an activation.</summary>
internal sealed record DenseModule(string Folder, int Inputs, int Outputs, string Activation, bool HasBias, bool HasResidual, bool OnPieces)
    : SentenceModule
{
    /// <summary>Whether its weights lie beside those of the encoder, under other names than in a folder of their own.</summary>
    public bool IsInEncoder { get; init; }
}

/// <summary>LayerNorm of the sentence vector.</summary>
internal sealed record LayerNormModule(string Folder, int Width) : SentenceModule;

/// <summary>Scales vectors to length 1.</summary>
internal sealed record NormalizeModule(bool OnPieces) : SentenceModule;
