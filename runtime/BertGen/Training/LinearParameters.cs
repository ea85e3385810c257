namespace BertGen.Training;

/// <summary>The parameters of a linear layer <c>y = x W^T + b</c>.</summary>
/// <param name="Weight">W, [outputs, inputs].</param>
/// <param name="Bias">b, [outputs]; null where there is none.</param>
public sealed record LinearParameters(Parameter Weight, Parameter? Bias);
