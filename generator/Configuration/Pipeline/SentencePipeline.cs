using BertGen.Generator.Common;

namespace BertGen.Generator.Configuration.Pipeline;

/// <summary>How texts become sentence vectors, after options and files were reconciled.</summary>
internal sealed record SentencePipeline
{
    /// <summary>The steps behind the encoder; one makes the sentence vector, where there is one.</summary>
    public required EquatableArray<SentenceModule> Modules { get; init; }

    /// <summary>Most pieces of a text; 0: texts are not cut.</summary>
    public int Limit { get; init; }

    /// <summary>The same for queries, where it is another.</summary>
    public int? QueryLimit { get; init; }

    /// <summary>The same for documents, where it is another.</summary>
    public int? DocumentLimit { get; init; }

    /// <summary>Whether longer texts than a window are encoded in windows.</summary>
    public bool HasWindows { get; init; }

    /// <summary>Whether texts become lower case before the tokenizer sees them.</summary>
    public bool LowercasesFirst { get; init; }

    /// <summary>The prompts that the folder names.</summary>
    public EquatableArray<SentencePrompt> Prompts { get; init; } = [];

    /// <summary>The name of the prompt of texts without a role; null for none.</summary>
    public string? DefaultPrompt { get; init; }

    /// <summary>How vectors are compared: a name of <c>SimilarityFunction</c> of the runtime.</summary>
    public string Similarity { get; init; } = "Cosine";

    /// <summary>How many components of a vector are kept; null for all.</summary>
    public int? Dimensions { get; init; }

    /// <summary>Values in a vector before it is cut.</summary>
    public int Width { get; init; }

    /// <summary>What makes the sentence vector; null where nothing does.</summary>
    public PoolingModule? Pooling => Modules.OfType<PoolingModule>().SingleOrDefault();

    /// <summary>How texts become sparse vectors; null where they do not.</summary>
    public SparseSettings? Sparse { get; init; }

    /// <summary>Whether the class is of use without a tokenizer: it was asked for a head, whose other calls take ids.</summary>
    public bool AreTextsOptional { get; init; }

    /// <summary>How texts become a vector for each piece, to be compared piece by piece; null where they do not.</summary>
    public MultiVectorSettings? Multi { get; init; }

    /// <summary>The way of pooling that is computed while the pieces are; null where the folder asks for another, or for something before it.</summary>
    public Options.Pooling? Streamed =>
        Modules.Count > 0 && Modules[0] is PoolingModule { Modes.Count: 1 } pooling
        && pooling.Modes[0] is Options.Pooling.Mean or Options.Pooling.Cls or Options.Pooling.Max ? pooling.Modes[0] : null;

    /// <summary>Whether the step right behind the pooling scales its vectors to length 1.</summary>
    public bool ScalesPooled => Modules.Count > 1 && Modules[1] is NormalizeModule { OnPieces: false };

    /// <summary>Whether it is one of the ways of pooling that are computed while the pieces are, perhaps scaled to length 1, and nothing else.</summary>
    public bool IsPlain =>
        Streamed is not null && Pooling!.IncludesPrompt
        && (Modules.Count == 1 || (Modules.Count == 2 && Modules[1] is NormalizeModule))
        && Dimensions is null;

    /// <summary>Whether the last step scales sentence vectors to length 1.</summary>
    public bool EndsNormalized => Modules.Count > 0 && Modules[Modules.Count - 1] is NormalizeModule { OnPieces: false };
}

/// <summary>What stands before a text, by its name.</summary>
internal sealed record SentencePrompt(string Name, string Text);
