namespace BertGen.Training;

/// <summary>The parameters of a LayerNorm.</summary>
/// <param name="Weight">Factor of every value, [width].</param>
/// <param name="Bias">Summand of every value, [width]; null where there is none.</param>
public sealed record NormParameters(Parameter Weight, Parameter? Bias);
