using System.Numerics;
using BertGen.Common.Numbers;

namespace BertGen.Training.Heads;

/// <summary>The loss of choosing one of several by softmax: minus the logarithm of the right one's probability.</summary>
internal static class SoftmaxLoss
{
    /// <summary>Gives the loss of one choice, and puts its gradient in the place of the logits.</summary>
    /// <param name="logits">One for each to choose from; then the gradient.</param>
    /// <param name="right">The right one.</param>
    /// <param name="weight">What the gradient is multiplied by.</param>
    /// <typeparam name="T">Type of the numbers.</typeparam>
    /// <returns>The loss, which is not multiplied.</returns>
    public static T Differentiate<T>(Span<T> logits, int right, T weight)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T largest = logits[0];
        foreach (T logit in logits)
        {
            largest = T.Max(largest, logit);
        }

        T ofRight = logits[right] - largest;
        T sum = T.Zero;
        foreach (ref T logit in logits)
        {
            logit = T.CreateTruncating(StableMath.Exp(double.CreateTruncating(logit - largest)));
            sum += logit;
        }

        T factor = weight / sum;
        foreach (ref T logit in logits)
        {
            logit *= factor;
        }

        logits[right] -= weight;
        return T.CreateTruncating(StableMath.Log(double.CreateTruncating(sum))) - ofRight;
    }
}
