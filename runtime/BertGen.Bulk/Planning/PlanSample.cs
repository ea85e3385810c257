using BertGen.Bulk.Input;
using BertGen.Bulk.Output;
using BertGen.Bulk.Working;
using BertGen.Vectors;

namespace BertGen.Bulk.Planning;

/// <summary>Texts from all of the input, from which a plan takes the ranges of components.</summary>
/// <param name="model">The model.</param>
/// <param name="surveys">What a look through each file has found.</param>
internal sealed class PlanSample(BulkModel model, IReadOnlyList<InputSurvey> surveys)
{
    private const int MaxTexts = 2048;
    private const int FewestForRanges = 2;

    private readonly InputRow[] _rows = Take(surveys);

    /// <summary>How vectors are written, with ranges where they are needed.</summary>
    /// <exception cref="BulkException">There are too few texts for ranges.</exception>
    public async Task<OutputSettings> SettleAsync(BulkPlan plan, CancellationToken cancellationToken)
    {
        if (plan.VectorType != VectorType.Int8)
        {
            return new OutputSettings(plan.OutputFormat, plan.VectorType, null, null);
        }

        int width = model.Identity.Dimensions;
        using Portion sample = await EmbedAsync(_rows, cancellationToken).ConfigureAwait(false);
        int[] embedded = [.. Enumerable.Range(0, _rows.Length).Where(i => sample.Refusals[i] is null)];
        if (embedded.Length < FewestForRanges)
        {
            throw new BulkException($"Expected at least {FewestForRanges} texts to find the ranges of components in, found {embedded.Length}.");
        }

        float[] vectors = [.. embedded.SelectMany(i => sample.Vectors[(i * width)..((i + 1) * width)])];
        var ranges = QuantizationRanges.Of(new System.Numerics.Tensors.ReadOnlyTensorSpan<float>(vectors, [embedded.Length, width]));
        return new OutputSettings(plan.OutputFormat, plan.VectorType, ranges.Smallest.ToArray(), ranges.Largest.ToArray());
    }

    /// <summary>Embeds rows as workers do. What the model refuses is told by them, with its row.</summary>
    private async Task<Portion> EmbedAsync(InputRow[] rows, CancellationToken cancellationToken)
    {
        var portion = new Portion(rows, [], model.Identity.Dimensions);
        var embedder = new PortionEmbedder(model);
        foreach (int[] batch in portion.Batches)
        {
            await embedder.EmbedAsync(portion, batch, cancellationToken).ConfigureAwait(false);
        }

        return portion;
    }

    private static InputRow[] Take(IReadOnlyList<InputSurvey> surveys)
    {
        InputRow[] all = [.. surveys.SelectMany(survey => survey.Sample).Where(row => row.Text is not null)];
        int step = (all.Length + MaxTexts - 1) / MaxTexts;
        return step <= 1 ? all : [.. all.Where((_, i) => i % step == 0)];
    }
}
