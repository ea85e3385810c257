using System.Diagnostics;
using BertGen.Bulk.Input;
using BertGen.Bulk.Output;
using BertGen.Bulk.Working;
using BertGen.Vectors;

namespace BertGen.Bulk.Planning;

/// <summary>Texts from all of the input, from which a plan takes the ranges of components and the time of a row.</summary>
/// <param name="model">The model.</param>
/// <param name="surveys">What a look through each file has found.</param>
internal sealed class PlanSample(BulkModel model, IReadOnlyList<InputSurvey> surveys)
{
    private const int MaxTexts = 2048;
    private const int FewestForRanges = 2;
    private const int TimedTexts = 256;

    private readonly string[] _texts = Take(surveys);

    /// <summary>How vectors are written, with ranges where they are needed.</summary>
    /// <exception cref="BulkException">There are too few texts for ranges.</exception>
    public async Task<OutputSettings> SettleAsync(BulkPlan plan, CancellationToken cancellationToken)
    {
        if (plan.VectorType != VectorType.Int8)
        {
            return new OutputSettings(plan.OutputFormat, plan.VectorType, null, null);
        }

        if (_texts.Length < FewestForRanges)
        {
            throw new BulkException($"Expected at least {FewestForRanges} texts to find the ranges of components in, found {_texts.Length}.");
        }

        float[] vectors = new float[_texts.Length * model.Identity.Dimensions];
        for (int first = 0; first < _texts.Length; first += TextBatches.MaxTexts)
        {
            string[] texts = _texts[first..Math.Min(_texts.Length, first + TextBatches.MaxTexts)];
            await model.EmbedAsync(texts, vectors.AsMemory(first * model.Identity.Dimensions), cancellationToken).ConfigureAwait(false);
        }

        var ranges = QuantizationRanges.Of(new System.Numerics.Tensors.ReadOnlyTensorSpan<float>(vectors, [_texts.Length, model.Identity.Dimensions]));
        return new OutputSettings(plan.OutputFormat, plan.VectorType, ranges.Smallest.ToArray(), ranges.Largest.ToArray());
    }

    /// <summary>How many rows take a worker the time of a shard.</summary>
    public async Task<long> RowsPerShardAsync(BulkPlan plan, CancellationToken cancellationToken)
    {
        string[] texts = [.. _texts.Where((_, i) => i % Math.Max(1, _texts.Length / TimedTexts) == 0)];
        if (texts.Length == 0)
        {
            return Math.Max(1, surveys.Sum(survey => survey.Rows));
        }

        float[] vectors = new float[texts.Length * model.Identity.Dimensions];
        await model.EmbedAsync(texts, vectors, cancellationToken).ConfigureAwait(false);
        long start = Stopwatch.GetTimestamp();
        long pieces = await model.EmbedAsync(texts, vectors, cancellationToken).ConfigureAwait(false);
        double rate = plan.PiecesPerSecond ?? (Math.Max(1, pieces) / Stopwatch.GetElapsedTime(start).TotalSeconds);
        double rows = plan.ShardTime.TotalSeconds * rate / (Math.Max(1, pieces) / (double)texts.Length);
        return RoundDown(Math.Max(1, (long)rows));
    }

    private static string[] Take(IReadOnlyList<InputSurvey> surveys)
    {
        string[] all = [.. surveys.SelectMany(survey => survey.Sample).Where(row => row.Text is not null).Select(row => row.Text!)];
        int step = (all.Length + MaxTexts - 1) / MaxTexts;
        return step <= 1 ? all : [.. all.Where((_, i) => i % step == 0)];
    }

    /// <summary>The same with one digit that is not zero: nobody should think that it was measured exactly.</summary>
    private static long RoundDown(long rows)
    {
        long unit = 1;
        while (rows / unit >= 10)
        {
            unit *= 10;
        }

        return rows / unit * unit;
    }
}
