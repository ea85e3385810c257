using System.Numerics.Tensors;
using BertGen.Engine.Batches;
using BertGen.Serving.Http;
using BertGen.Serving.Json;
using BertGen.Serving.Models;
using BertGen.Vectors;
using Microsoft.AspNetCore.Routing;

namespace BertGen.Serving.Routes;

/// <summary>The routes of text-embeddings-inference that make vectors: <c>/embed</c>, <c>/embed_all</c>, <c>/embed_sparse</c> and <c>/similarity</c>.</summary>
internal sealed class TeiEmbedRoutes(ModelSet models, ModelCalls calls, RequestRunner runner)
{
    private const string Tag = "Text Embeddings Inference";

    public void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.Post<EmbedRequest, float[][], TeiError>("/embed", Tag, "A vector for each text.", context =>
            runner.RunAsync(context, ErrorStyle.Tei, ServerJson.Default.EmbedRequest, ServerJson.Default.VectorRows, EmbedAsync));
        endpoints.Post<TeiTextsRequest, float[][][], TeiError>("/embed_all", Tag, "The vectors of the pieces of each text.", context =>
            runner.RunAsync(context, ErrorStyle.Tei, ServerJson.Default.TeiTextsRequest, ServerJson.Default.VectorRowsArray, EmbedAllAsync));
        endpoints.Post<TeiTextsRequest, SparseValue[][], TeiError>("/embed_sparse", Tag, "A sparse vector for each text.", context =>
            runner.RunAsync(context, ErrorStyle.Tei, ServerJson.Default.TeiTextsRequest, ServerJson.Default.SparseValueArrayArray, EmbedSparseAsync));
        endpoints.Post<SimilarityRequest, float[], TeiError>("/similarity", Tag, "The cosine of a text and of each of others.", context =>
            runner.RunAsync(context, ErrorStyle.Tei, ServerJson.Default.SimilarityRequest, ServerJson.Default.SingleArray, CompareAsync));
    }

    private async Task<VectorRows> EmbedAsync(EmbedRequest request, CancellationToken cancellationToken)
    {
        ServedModel model = models.Find(request.Model, ModelFeatures.Embeddings);
        EmbedCalls.CheckSide(model.Tokenizer, request.TruncationDirection);
        EmbedOptions options = EmbedCalls.Of(model, request.PromptName, inputType: null, request.Dimensions, request.Normalize);
        return new VectorRows((await calls.EmbedAsync(model, "inputs", request.Inputs, options, request.Truncate, cancellationToken).ConfigureAwait(false)).Items);
    }

    private async Task<VectorRows[]> EmbedAllAsync(TeiTextsRequest request, CancellationToken cancellationToken)
    {
        ServedModel model = models.Find(request.Model, ModelFeatures.Embeddings);
        EmbedCalls.CheckSide(model.Tokenizer, request.TruncationDirection);
        var options = new EmbedOptions { PromptName = request.PromptName };
        return [.. (await calls.EmbedTokensAsync(model, "inputs", request.Inputs, options, request.Truncate, cancellationToken).ConfigureAwait(false)).Items.Select(pieces => new VectorRows(pieces))];
    }

    private async Task<SparseValue[][]> EmbedSparseAsync(TeiTextsRequest request, CancellationToken cancellationToken)
    {
        ServedModel model = models.Find(request.Model, ModelFeatures.Sparse);
        EmbedCalls.CheckSide(model.Tokenizer, request.TruncationDirection);
        var options = new EmbedOptions { PromptName = request.PromptName };
        Computed<SparseVector> found = await calls.EmbedSparseAsync(model, "inputs", request.Inputs, options, request.Truncate, cancellationToken).ConfigureAwait(false);
        return [.. found.Items.Select(Entries)];
    }

    private async Task<float[]> CompareAsync(SimilarityRequest request, CancellationToken cancellationToken)
    {
        if (request.Inputs?.Sentences is not { } sentences)
        {
            throw RequestException.Invalid("`inputs.sentences` is null; expected a list of texts", "inputs.sentences");
        }

        calls.CheckCount("inputs.sentences", sentences.Length);
        ServedModel model = models.Find(request.Model, ModelFeatures.Embeddings);
        EmbedCalls.CheckSide(model.Tokenizer, request.Parameters?.TruncationDirection);
        EmbedOptions options = EmbedCalls.Of(model, request.Parameters?.PromptName, inputType: null);
        var inputs = new TextInputs([new TextInput(request.Inputs.SourceSentence, null), .. sentences.Select(text => new TextInput(text, null))]);
        float[][] vectors = (await calls.EmbedAsync(model, "inputs.sentences", inputs, options, request.Parameters?.Truncate, cancellationToken).ConfigureAwait(false)).Items;
        int width = vectors[0].Length;
        Tensor<float> cosines = VectorSimilarity.Compare(
            SimilarityFunction.Cosine,
            Tensor.Create(vectors[0], [1, width]),
            Tensor.Create(vectors.Skip(1).SelectMany(vector => vector).ToArray(), [sentences.Length, width]));
        return DenseValues.Copy<float>(cosines);
    }

    private static SparseValue[] Entries(SparseVector vector)
    {
        var entries = new SparseValue[vector.Count];
        for (int i = 0; i < entries.Length; i++)
        {
            entries[i] = new SparseValue(vector.Indices[i], vector.Values[i]);
        }

        return entries;
    }
}
