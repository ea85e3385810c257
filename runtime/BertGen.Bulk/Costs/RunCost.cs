using BertGen.Bulk.Input;
using BertGen.Bulk.Output;
using BertGen.Bulk.Working;

namespace BertGen.Bulk.Costs;

/// <summary>What all texts of a run take a worker.</summary>
/// <param name="Pieces">Their pieces.</param>
/// <param name="Flops">Floating point operations of these; null where nobody knows.</param>
/// <param name="OutputBytes">Bytes of the output.</param>
/// <param name="PiecesPerSecond">Pieces that a worker embeds and writes in a second.</param>
internal sealed record RunCost(double Pieces, double? Flops, double OutputBytes, double PiecesPerSecond)
{
    /// <summary>Measures it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="sample">The input.</param>
    /// <param name="input">How it is read.</param>
    /// <param name="output">How vectors are written.</param>
    /// <param name="rate">Pieces in a second, if that is known; null to measure it here.</param>
    /// <param name="time">How long that is measured.</param>
    /// <param name="cancellationToken">Ends the measurement.</param>
    /// <returns>Null where the input has no text that the model takes.</returns>
    public static async Task<RunCost?> MeasureAsync(BulkModel model, CostSample sample, InputSettings input, OutputSettings output, double? rate, TimeSpan time, CancellationToken cancellationToken)
    {
        (Portion taken, double seconds) = await new SpeedMeasurement(model, sample, rate is null ? time : null, TimeProvider.System).RunAsync(cancellationToken).ConfigureAwait(false);
        using Portion portion = taken;
        string[] embedded = [.. portion.Texts.Where((_, i) => portion.Refusals[i] is null)];
        long characters = embedded.Sum(text => (long)text.Length);
        if (embedded.Length == 0)
        {
            return null;
        }

        // Special pieces come with every text, others with characters; where texts are about as long in both it makes no difference.
        double portionPieces = Math.Max(1, portion.Pieces);
        double pieces = characters > 0 ? portionPieces * sample.Characters / characters : portionPieces * sample.Texts / embedded.Length;
        TextCost? cost = model.FindCost(embedded);
        var writing = WritingCost.Of(portion, output, input, model.Identity.Dimensions);

        // Embedding uses all processors, and writing takes its share of them.
        double perPiece = (seconds / portionPieces) + (writing.Seconds * sample.Texts / pieces / Environment.ProcessorCount);
        return new RunCost(pieces, cost is { Pieces: > 0 } known ? known.Flops / known.Pieces * pieces : null, writing.Bytes * sample.Texts, rate ?? (1 / perPiece));
    }
}
