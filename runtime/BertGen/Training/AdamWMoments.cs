namespace BertGen.Training;

/// <summary>What <see cref="AdamW"/> keeps of one parameter.</summary>
/// <param name="group">The group that it is trained in.</param>
/// <param name="parameter">The parameter.</param>
internal sealed class AdamWMoments(ParameterGroup group, Parameter parameter)
{
    public ParameterGroup Group { get; } = group;

    public Parameter Parameter { get; } = parameter;

    /// <summary>Running average of the gradient.</summary>
    public PinnedFloats First { get; } = new(parameter.Count);

    /// <summary>Running average of the squared gradient.</summary>
    public PinnedFloats Second { get; } = new(parameter.Count);

    /// <summary>Squared length of the gradient of this step.</summary>
    public double SquaredNorm { get; set; }

    /// <summary>The factors of this step.</summary>
    public AdamWFactors Factors { get; set; }
}
