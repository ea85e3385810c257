using System.Runtime.InteropServices;
using System.Security.Cryptography;
using BertGen.Bulk.Costs;

namespace BertGen.Bulk.Models;

/// <summary>A compiled class.</summary>
/// <param name="embedder">The model.</param>
/// <param name="options">How texts are embedded.</param>
internal sealed class EmbedderModel(ISentenceEmbedder embedder, EmbedOptions options) : BulkModel
{
    private const int FewProcessors = 2;

    /// <summary>Short and long, in several scripts, with numbers and signs: what a tokenizer or a limit may treat in another way.</summary>
    private static readonly string[] FixedTexts =
    [
        "",
        "a",
        "The quick brown fox jumps over the lazy dog.",
        "How do I reset my password? 3.14159, 1,000 and 50 %.",
        "Füchse, cafés & naïve résumés — “quoted”",
        "素早い茶色の狐 быстрая лиса",
        string.Join(' ', Enumerable.Range(0, 600)),
    ];

    private readonly Lazy<ModelIdentity> _identity = new(() => Identify(embedder, options));

    public override ModelIdentity Identity => _identity.Value;

    // A second call keeps processors at work while the first one ends. Where there are few, it runs more threads than these, and reading and writing fill that gap.
    public override int Lanes => Environment.ProcessorCount <= FewProcessors ? 1 : base.Lanes;

    public override ValueTask<long> EmbedAsync(IReadOnlyList<string> texts, Memory<float> destination, CancellationToken cancellationToken)
        => ValueTask.FromResult(embedder.EmbedInto(texts, destination, options, cancellationToken));

    internal override TextCost? FindCost(IEnumerable<string> texts)
    {
        BertModelInfo info = embedder.ModelInfo;
        int most = info.SequenceLimit > 0 ? info.SequenceLimit : int.MaxValue;
        long pieces = 0;
        double flops = 0;
        foreach (string text in texts)
        {
            int count = Math.Min(embedder.CountTokens(text), most);
            pieces += count;
            flops += info.FlopsOf(count);
        }

        return new TextCost(pieces, flops);
    }

    private static ModelIdentity Identify(ISentenceEmbedder embedder, EmbedOptions options)
    {
        BertModelInfo info = embedder.ModelInfo;
        TextEmbeddings vectors = embedder.Embed(FixedTexts, options);
        float[] values = new float[vectors.Count * vectors.Dimensions];
        vectors.CopyTo(values);
        return new ModelIdentity
        {
            Name = info.Model.Length > 0 ? info.Model : info.Name,
            Dimensions = vectors.Dimensions,
            PromptText = options.PromptText,
            PromptName = options.PromptName,
            Role = options.Role,
            KeptDimensions = options.Dimensions,
            Normalize = options.Normalize,
            Files = ModelFilesHash.Of(embedder.Tokenizer.Folder),
            Vectors = Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values.AsSpan()))),
        };
    }
}
