using System.ComponentModel;
using System.Numerics.Tensors;

namespace BertGen.Engine.Pipeline;

/// <summary>Makes the sentence vector of the vectors of the pieces; several modes stand one after the other in it.</summary>
/// <param name="Modes">The modes in their order.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record PoolingModule(params BertPooling[] Modes) : SentenceModule
{
    /// <summary>Whether the pieces of a prompt count.</summary>
    public bool IncludesPrompt { get; init; } = true;

    /// <summary>Values in the vector of a piece.</summary>
    public required int Width { get; init; }

    /// <summary>The mode, where it is the only one and can be computed while the pieces are encoded.</summary>
    internal BertPooling? Streamed => Modes is [BertPooling.Mean or BertPooling.Cls or BertPooling.Max] ? Modes[0] : null;

    /// <inheritdoc/>
    internal override LoadedModule Load(string root) => new Loaded(this);

    private sealed class Loaded(PoolingModule module) : LoadedModule
    {
        public override void Apply(SentenceState state)
        {
            int count = state.PieceCount, width = state.PieceWidth;
            int first = module.IncludesPrompt ? 0 : Math.Min(state.PromptLength, count);
            float[] result = new float[module.Modes.Length * width];

            // A tokenizer without special tokens has no pieces for an empty text: zeros.
            for (int i = 0; count > 0 && i < module.Modes.Length; i++)
            {
                Pool(module.Modes[i], state.Pieces, count, first, width, result.AsSpan(i * width, width));
            }

            state.Sentence = result;
        }

        /// <summary>Pools the pieces from <paramref name="first"/> on; where none is left, the result is that of the reference.</summary>
        private static void Pool(BertPooling mode, ReadOnlySpan<float> pieces, int count, int first, int width, Span<float> result)
        {
            switch (mode)
            {
                case BertPooling.Cls:
                    Row(first == count ? 0 : first, pieces, width).CopyTo(result);
                    break;
                case BertPooling.LastToken:
                    if (first < count)
                    {
                        Row(count - 1, pieces, width).CopyTo(result);
                    }

                    break;
                case BertPooling.Max:
                    result.Fill(float.NegativeInfinity);
                    for (int piece = first; piece < count; piece++)
                    {
                        TensorPrimitives.Max(Row(piece, pieces, width), result, result);
                    }

                    break;
                default:
                    Sum(mode == BertPooling.WeightedMean, pieces, count, first, width, result);
                    float divisor = mode switch
                    {
                        BertPooling.MeanSqrtLength => MathF.Sqrt(count - first),
                        BertPooling.WeightedMean => Weights(count) - Weights(first),
                        _ => count - first,
                    };
                    if (first < count)
                    {
                        TensorPrimitives.Divide(result, divisor, result);
                    }

                    break;
            }
        }

        private static void Sum(bool isWeighted, ReadOnlySpan<float> pieces, int count, int first, int width, Span<float> result)
        {
            for (int piece = first; piece < count; piece++)
            {
                TensorPrimitives.MultiplyAdd(Row(piece, pieces, width), isWeighted ? piece + 1 : 1f, result, result);
            }
        }

        // 1 + 2 + ... of so many pieces; exact as long as a text has fewer than five thousand.
        private static float Weights(int count) => (float)((long)count * (count + 1) / 2);

        private static ReadOnlySpan<float> Row(int piece, ReadOnlySpan<float> pieces, int width) => pieces.Slice(piece * width, width);
    }
}
