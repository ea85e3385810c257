namespace BertGen.Training;

/// <summary>Parameters that are trained at one learning rate.</summary>
/// <param name="parameters">The parameters.</param>
public sealed class ParameterGroup(IEnumerable<Parameter> parameters)
{
    /// <summary>The parameters.</summary>
    public IReadOnlyList<Parameter> Parameters { get; } = [.. parameters];

    /// <summary>The learning rate; null takes that of the optimizer's options.</summary>
    public double? LearningRate { get; set; }

    /// <summary>The weight decay of those that decay; null takes that of the optimizer's options.</summary>
    public double? WeightDecay { get; set; }
}
