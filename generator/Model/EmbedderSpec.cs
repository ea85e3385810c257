using BertGen.Generator.Architectures;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Options;

namespace BertGen.Generator.Model;

/// <summary>
/// A model and its options after every check: what is planned and written from. Whoever holds one need not check anything.
/// </summary>
internal sealed record EmbedderSpec
{
    public required ClassShape Class { get; init; }

    /// <summary>The model as the attribute names it.</summary>
    public required string Model { get; init; }

    /// <summary>Where the config comes from, for people: a path from the project folder, or a name.</summary>
    public required string Origin { get; init; }

    /// <summary>Whether the class knows where its weights come from: <see cref="Model"/>.</summary>
    public required bool IsPretrained { get; init; }

    public required EncoderConfig Config { get; init; }

    /// <summary>Whether the model is a table of static vectors, with no encoder; its config has no more than the sizes of the table, 0 where they are not known.</summary>
    public bool IsStatic { get; init; }

    /// <summary>The family of the model.</summary>
    public Architecture Architecture => Family ?? ArchitectureList.Of(Config);

    /// <summary>A family that the list has not: tests build graphs with it that no published model has.</summary>
    public Architecture? Family { get; init; }

    public required bool TopLayerOnly { get; init; }

    /// <summary>Softmaxed weights of the layers; null when the mix is learned.</summary>
    public required EquatableArray<float>? MixWeights { get; init; }

    public required int MaxPieces { get; init; }

    /// <summary>Rows of the position table that texts use, from 0.</summary>
    public int PositionsUsed => MaxPieces + Config.FirstPosition;

    public required int NumStartTokens { get; init; }

    public required int NumEndTokens { get; init; }

    /// <summary>What executes the class.</summary>
    public Target Target { get; init; }

    /// <summary>Where it computes, if TorchSharp executes it.</summary>
    public Device Device { get; init; }

    /// <summary>How it computes, if TorchSharp executes it.</summary>
    public Precision Precision { get; init; }

    /// <summary>Whether the model's pooler is compiled.</summary>
    public required bool HasPooler { get; init; }

    /// <summary>How texts become sentence vectors; null where the class has no <c>Embed</c>.</summary>
    public required SentencePipeline? Pipeline { get; init; }

    /// <summary>The folder of the encoder in that of the model; empty where they are the same.</summary>
    public required string EncoderFolder { get; init; }

    /// <summary>The first way of pooling.</summary>
    public Pooling Pooling => Pipeline?.Pooling is { } pooling ? pooling.Modes[0] : Pooling.None;

    /// <summary>Whether the class has <c>Embed</c>.</summary>
    public bool HasSentences => Pipeline is not null && ((IsStatic && Pipeline.Sparse is null) || Pipeline.Pooling is not null);

    /// <summary>How texts become sparse vectors; null where the class has none.</summary>
    public SparseSettings? Sparse => Pipeline?.Sparse;

    /// <summary>How texts become a vector for each piece, to be compared piece by piece; null where the class has none.</summary>
    public MultiVectorSettings? Multi => Pipeline?.Multi;

    /// <summary>Whether the class has the model's masked-language head.</summary>
    public bool HasMaskedLanguage { get; init; }

    /// <summary>Whether sentence vectors have length 1.</summary>
    public bool Normalize => Pipeline?.EndsNormalized ?? false;

    /// <summary>Most pieces of a text that are embedded; 0: no limit.</summary>
    public int SequenceLimit => Pipeline?.Limit ?? 0;

    public required bool Lowercase { get; init; }

    public required bool? StripAccents { get; init; }

    public required bool SplitChineseCharacters { get; init; }

    /// <summary>What is trained; null when nothing is, and no gradient code is written.</summary>
    public TrainingOptions? Training { get; init; }

    public bool RequiresGrad => Training is not null;

    public bool IsMixLearned => !TopLayerOnly && MixWeights is null;

    /// <summary>Whether <c>Embed</c> pools the scalar mix, and not the last layer.</summary>
    public bool EmbedsScalarMix { get; init; }

    /// <summary>Whether the vectors of texts are made of what <c>Forward</c> returns, or there are none.</summary>
    public bool EmbedsAsForwardReturns => (Pooling == Pooling.None && Multi is null && Scores is not { Modules.Count: > 0 }) || TopLayerOnly || EmbedsScalarMix;

    /// <summary>The same model with what <c>Embed</c> pools in place of what <c>Forward</c> returns.</summary>
    public EmbedderSpec OfEmbed => EmbedsAsForwardReturns ? this : this with { TopLayerOnly = true, MixWeights = null };

    /// <summary>How the model's classifier, of texts or of pieces, is used; null where it has none.</summary>
    public ScoreSettings? Scores { get; init; }

    /// <summary>Whether the class has the model's classifier.</summary>
    public bool IsClassifier => Scores is not null && !IsTokenClassifier;

    /// <summary>Whether the class has the model's classifier of pieces.</summary>
    public bool IsTokenClassifier { get; init; }

    /// <summary>Whether there is a step of <c>Embed</c>: not where all that it computes is frozen.</summary>
    /// <param name="isAnother">Whether <c>Embed</c> pools something else than <c>Forward</c> returns.</param>
    public bool HasTrainEmbed(bool isAnother) => RequiresGrad && Pipeline is { IsPlain: true } && (!isAnother || IsEmbedTrained);

    /// <summary>Whether training changes anything that <c>Embed</c> computes.</summary>
    public bool IsEmbedTrained => Training is { } training && (training.FrozenLayers < Config.LayerCount || OfEmbed.IsMixLearned);
}
