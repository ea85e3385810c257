namespace BertGen.Generator.Options;

/// <summary>What scores go through; the methods of the runtime have the same names.</summary>
internal enum ScoreActivation
{
    Identity,
    Sigmoid,
    Tanh,
}
