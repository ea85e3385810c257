using System.Numerics;
using System.Numerics.Tensors;
using BertGen.Engine.Batches;
using BertGen.Training.Heads;

namespace BertGen.Training;

/// <summary>The loss of a classifier: the mean of minus the logarithm of the right class's probability.</summary>
public static class CrossEntropy
{
    /// <summary>The label of what has none, such as padding and pieces that begin no word: it counts for nothing.</summary>
    public const int Ignored = -100;

    /// <summary>Compares logits with labels.</summary>
    /// <param name="logits">Shape (n, classes) for sequences, (batch, words, classes) for words, or any other of rank two or more.</param>
    /// <param name="labels">The right classes, or <see cref="Ignored"/>; the shape of the logits without the last axis.</param>
    /// <returns>The mean over what is not ignored, and its gradient by the logits; both are zero where all is ignored.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class: the message names its position.</exception>
    public static TensorLoss Compute(ReadOnlyTensorSpan<float> logits, ReadOnlyTensorSpan<int> labels)
    {
        if (logits.Rank < 2 || !labels.Lengths.SequenceEqual(logits.Lengths[..^1]))
        {
            throw new ArgumentException(
                $"Expected logits of shape (..., classes) and labels of shape (...); found {TensorText.Shape(logits.Lengths)} and {TensorText.Shape(labels.Lengths)}.");
        }

        int[] right = DenseValues.Copy(labels);
        CheckLabels(right, classes: (int)logits.Lengths[^1], labels.Lengths);
        float[] gradient = DenseValues.Copy(logits);
        float value = Differentiate(gradient, right);
        return new TensorLoss(value, Tensor.Create(gradient, logits.Lengths));
    }

    /// <summary>Gives the loss, and puts its gradient in the place of the logits.</summary>
    internal static T Differentiate<T>(Span<T> logits, ReadOnlySpan<int> labels)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int counted = labels.Length - labels.Count(Ignored);
        if (counted == 0)
        {
            logits.Clear();
            return T.Zero;
        }

        int classes = logits.Length / labels.Length;
        T weight = T.One / T.CreateChecked(counted);
        T sum = T.Zero;
        for (int row = 0; row < labels.Length; row++)
        {
            Span<T> choice = logits.Slice(row * classes, classes);
            if (labels[row] == Ignored)
            {
                choice.Clear();
            }
            else
            {
                sum += SoftmaxLoss.Differentiate(choice, labels[row], weight);
            }
        }

        return sum * weight;
    }

    private static void CheckLabels(int[] labels, int classes, ReadOnlySpan<nint> shape)
    {
        for (int index = 0; index < labels.Length; index++)
        {
            if (labels[index] != Ignored && (uint)labels[index] >= (uint)classes)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(labels),
                    labels[index],
                    $"labels{TensorText.Place(shape, index)} is {labels[index]}; expected 0 to {classes - 1}, or {Ignored} for none.");
            }
        }
    }
}
