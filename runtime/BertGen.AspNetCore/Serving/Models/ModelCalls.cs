using System.Diagnostics;
using System.Numerics.Tensors;
using BertGen.Engine.Batches;
using BertGen.Engine.Pipeline;
using BertGen.Serving.Batching;
using BertGen.Serving.Http;
using BertGen.Serving.Json;
using BertGen.Serving.Telemetry;
using BertGen.Text.Tokenizers;
using BertGen.Vectors;

namespace BertGen.Serving.Models;

/// <summary>Results of texts, with what was computed for them.</summary>
/// <typeparam name="TResult">What a text gets.</typeparam>
/// <param name="Items">A result for each text.</param>
/// <param name="PieceCount">Pieces of all of them.</param>
internal readonly record struct Computed<TResult>(TResult[] Items, long PieceCount);

/// <summary>What routes ask of models: texts are checked and counted, wait in the queue of the model, and are computed with those of others.</summary>
/// <param name="options">The limits.</param>
/// <param name="metrics">Measures the stages.</param>
internal sealed class ModelCalls(BertServerOptions options, ServerMetrics metrics)
{
    /// <summary>One vector for each text.</summary>
    public async Task<Computed<float[]>> EmbedAsync(ServedModel model, string place, TextInputs? inputs, EmbedOptions embed, bool? truncate, CancellationToken cancellationToken)
    {
        ISentenceEmbedder embedder = model.As<ISentenceEmbedder>();
        BatchText[] texts = Count(model, place, inputs, embedder.Tokenizer, embedder.ModelInfo, embed, truncate);
        return await RunAsync(model, new EmbedWork(embedder, embed), texts, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The vectors of the pieces of each text.</summary>
    public async Task<Computed<float[][]>> EmbedTokensAsync(ServedModel model, string place, TextInputs? inputs, EmbedOptions embed, bool? truncate, CancellationToken cancellationToken)
    {
        ISentenceEmbedder embedder = model.As<ISentenceEmbedder>();
        BatchText[] texts = Count(model, place, inputs, embedder.Tokenizer, embedder.ModelInfo, embed, truncate);
        return await RunAsync(model, new TokensWork(model.As<ITokenEmbedder>(), embed), texts, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One sparse vector for each text.</summary>
    public async Task<Computed<SparseVector>> EmbedSparseAsync(ServedModel model, string place, TextInputs? inputs, EmbedOptions embed, bool? truncate, CancellationToken cancellationToken)
    {
        ISparseEmbedder embedder = model.As<ISparseEmbedder>();
        BatchText[] texts = Count(model, place, inputs, embedder.Tokenizer, embedder.ModelInfo, embed, truncate);
        return await RunAsync(model, new SparseWork(embedder, embed), texts, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The logits of texts, or of pairs.</summary>
    public async Task<Computed<float[]>> ClassifyAsync(
        ServedModel model, string place, IReadOnlyList<(string First, string? Second)> inputs, bool? truncate, CancellationToken cancellationToken)
    {
        CheckCount(place, inputs.Count);
        ITextClassifier classifier = model.As<ITextClassifier>();
        bool cut = truncate ?? options.Truncate;
        long start = Stopwatch.GetTimestamp();
        var ofTexts = TextCounter.ForClassifier(classifier.Tokenizer, classifier.ModelInfo, isPair: false, cut);
        var ofPairs = TextCounter.ForClassifier(classifier.Tokenizer, classifier.ModelInfo, isPair: true, cut);
        BatchText[] texts =
        [
            .. inputs.Select((input, index) => (input.Second is null ? ofTexts : ofPairs).Count(PlaceOf(place, index, inputs.Count), input.First, input.Second)),
        ];
        metrics.Tokenized(model.Name, Stopwatch.GetElapsedTime(start));
        return await RunAsync(model, new ClassifyWork(classifier), texts, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The texts of a request.</summary>
    /// <exception cref="RequestException">There are none, or too many.</exception>
    public void CheckCount(string place, int count)
    {
        if (count == 0)
        {
            throw RequestException.Empty(place);
        }

        if (count > options.MaxRequestTexts)
        {
            throw RequestException.TooMany(place, count, options.MaxRequestTexts);
        }
    }

    /// <summary>Where an input stands in a request.</summary>
    public static string PlaceOf(string place, int index, int count) => count == 1 ? place : $"{place}[{index}]";

    private BatchText[] Count(ServedModel model, string place, TextInputs? inputs, TextTokenizer tokenizer, BertModelInfo info, EmbedOptions embed, bool? truncate)
    {
        if (inputs is null)
        {
            throw RequestException.Invalid($"`{place}` is null; expected a text or a list", place);
        }

        CheckCount(place, inputs.Items.Count);
        long start = Stopwatch.GetTimestamp();
        var counter = TextCounter.ForEmbedding(tokenizer, info, embed, truncate ?? options.Truncate);
        var texts = new BatchText[inputs.Items.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            string at = PlaceOf(place, i, texts.Length);
            TextInput item = inputs.Items[i];
            texts[i] = counter.Count(at, item.Ids is { } ids ? IdTexts.TextOf(at, ids, tokenizer) : item.Text);
        }

        metrics.Tokenized(model.Name, Stopwatch.GetElapsedTime(start));
        return texts;
    }

    private static async Task<Computed<TResult>> RunAsync<TResult>(ServedModel model, BatchWork<TResult> work, BatchText[] texts, CancellationToken cancellationToken)
    {
        long pieces = texts.Sum(text => (long)text.PieceCount);
        return new Computed<TResult>(await model.Batcher.RunAsync(work, texts, cancellationToken).ConfigureAwait(false), pieces);
    }

    /// <summary>The options of a call with the pieces that the texts were counted by.</summary>
    private static EmbedOptions OptionsOf(EmbedOptions options, IReadOnlyList<BatchText> texts)
    {
        var encoded = new EncodedTexts();
        foreach (BatchText text in texts)
        {
            if (text.Ids is { } ids)
            {
                encoded.Add(text.First, ids);
            }
        }

        return options with { Encoded = encoded };
    }

    private sealed record EmbedWork(ISentenceEmbedder Model, EmbedOptions Options) : BatchWork<float[]>
    {
        public override IReadOnlyList<float[]> Run(IReadOnlyList<BatchText> texts) =>
            Model.Embed(texts.Select(text => text.First), OptionsOf(Options, texts)).ToArrays();
    }

    private sealed record TokensWork(ITokenEmbedder Model, EmbedOptions Options) : BatchWork<float[][]>
    {
        public override IReadOnlyList<float[][]> Run(IReadOnlyList<BatchText> texts) =>
            [.. Model.EmbedTokens(texts.Select(text => text.First), OptionsOf(Options, texts)).Select(DenseValues.Rows)];
    }

    private sealed record SparseWork(ISparseEmbedder Model, EmbedOptions Options) : BatchWork<SparseVector>
    {
        public override IReadOnlyList<SparseVector> Run(IReadOnlyList<BatchText> texts) =>
            Model.EmbedSparse(texts.Select(text => text.First), OptionsOf(Options, texts));
    }

    private sealed record ClassifyWork(ITextClassifier Model) : BatchWork<float[]>
    {
        public override IReadOnlyList<float[]> Run(IReadOnlyList<BatchText> texts)
        {
            float[][] results = new float[texts.Count][];
            int[] pairs = [.. Enumerable.Range(0, texts.Count).Where(i => texts[i].Second is not null)];
            int[] alone = [.. Enumerable.Range(0, texts.Count).Where(i => texts[i].Second is null)];
            if (pairs.Length > 0)
            {
                Set(results, pairs, Model.Classify(pairs.Select(i => texts[i].First), pairs.Select(i => texts[i].Second!)));
            }

            if (alone.Length > 0)
            {
                Set(results, alone, Model.Classify(alone.Select(i => texts[i].First)));
            }

            return results;
        }

        private static void Set(float[][] results, int[] places, Tensor<float> logits)
        {
            float[][] rows = DenseValues.Rows(logits);
            for (int i = 0; i < places.Length; i++)
            {
                results[places[i]] = rows[i];
            }
        }
    }
}
