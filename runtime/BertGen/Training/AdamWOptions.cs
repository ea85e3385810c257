namespace BertGen.Training;

/// <summary>The numbers of <see cref="AdamW"/>. The defaults are those of PyTorch's optimizer of this name, with the clipping of BERT's.</summary>
public sealed record AdamWOptions
{
    /// <summary>
    /// The optimizer that BERT was trained with, as pytorch_pretrained_bert has it (<c>BertAdam</c>): averages are not corrected for
    /// having begun at zero, epsilon is 1e-6, and each parameter's gradient is clipped by its own norm.
    /// </summary>
    public static AdamWOptions BertAdam { get; } = new() { Epsilon = 1e-6, CorrectsBias = false, Clipping = GradientClipping.EachParameter };

    /// <summary>Learning rate of groups that have none of their own.</summary>
    public double LearningRate { get; init; } = 5e-5;

    /// <summary>Share of the old average that a step keeps in the average of gradients; at least 0 and below 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Share of the old average that a step keeps in the average of squared gradients; at least 0 and below 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>What is added to the root of the average of squares before it is divided by; positive.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>
    /// Share of a value that a step at learning rate 1 takes away, for groups that have no decay of their own; only of parameters
    /// that decay (<see cref="Parameter.Decays"/>).
    /// </summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>Whether the averages are divided by the weight that they hold so far: without it the first steps are longer.</summary>
    public bool CorrectsBias { get; init; } = true;

    /// <summary>Longest gradient: longer ones are scaled down to it. Infinity clips nothing.</summary>
    public double MaxGradientNorm { get; init; } = 1;

    /// <summary>Which gradients are measured together.</summary>
    public GradientClipping Clipping { get; init; } = GradientClipping.AllTogether;

    /// <exception cref="ArgumentOutOfRangeException">A number lies outside its range.</exception>
    internal void Check()
    {
        Require(LearningRate >= 0 && double.IsFinite(LearningRate), LearningRate, nameof(LearningRate), "0 or more");
        Require(Beta1 is >= 0 and < 1, Beta1, nameof(Beta1), "at least 0 and below 1");
        Require(Beta2 is >= 0 and < 1, Beta2, nameof(Beta2), "at least 0 and below 1");
        Require(Epsilon > 0 && double.IsFinite(Epsilon), Epsilon, nameof(Epsilon), "a positive number");
        Require(WeightDecay >= 0 && double.IsFinite(WeightDecay), WeightDecay, nameof(WeightDecay), "0 or more");
        Require(MaxGradientNorm > 0, MaxGradientNorm, nameof(MaxGradientNorm), "a positive number or infinity");
    }

    private static void Require(bool isValid, double value, string name, string expected)
    {
        if (!isValid)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}; expected {expected}.");
        }
    }
}
