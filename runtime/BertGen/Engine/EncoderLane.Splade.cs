using System.Numerics.Tensors;
using BertGen.Common.Numbers;

namespace BertGen.Engine;

/// <content>What makes a sparse vector of the logits of a sequence.</content>
public sealed unsafe partial class EncoderLane
{
    /// <summary>
    /// output = for every sequence that a result is wanted of, and every column, the largest or the sum over its rows of
    /// log(1 + max(x, 0)); operations from here on work on one row of each.
    /// </summary>
    /// <param name="value">[rows, width]; of a sum, it is overwritten.</param>
    /// <param name="output">Where the vectors go, [wanted rows, width].</param>
    /// <param name="sum">Whether the values of pieces are added.</param>
    /// <param name="twice">Whether the logarithm is taken twice.</param>
    public void Splade(Slot value, Slot output, bool sum = false, bool twice = false)
    {
        for (int sequence = _group.FirstSequence + _share; sequence < _group.EndSequence; sequence += _lanes)
        {
            SequenceRows rows = RowsOf(sequence);
            if (!rows.IsWanted)
            {
                continue;
            }

            var weights = new Span<float>(SelectedRow(output, rows.Wanted), output.Width);
            weights.Clear();
            for (int row = rows.Start; row < rows.AttendedEnd; row++)
            {
                var logits = new Span<float>(PieceRow(value, row), value.Width);
                if (sum)
                {
                    Weigh(logits, twice);
                    TensorPrimitives.Add(logits, weights, weights);
                }
                else
                {
                    // The logarithm rises, so that it need be taken of the largest alone.
                    TensorPrimitives.Max(logits, weights, weights);
                }
            }

            if (!sum)
            {
                Weigh(weights, twice);
            }
        }

        WorkOnWanted();
        Finish(output, "the weights of the vocabulary", null);
    }

    private static void Weigh(Span<float> values, bool twice)
    {
        foreach (ref float value in values)
        {
            // Of nearly all words of the vocabulary there is nothing.
            double weight = value <= 0f ? 0 : StableMath.Log1P(value);
            value = (float)(twice ? StableMath.Log1P((float)weight) : weight);
        }
    }
}
