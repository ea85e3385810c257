namespace BertGen.Generator.Configuration;

/// <summary>What the value of a key in a config is, and so how two of them are compared.</summary>
internal enum KeyKind
{
    Integer,

    /// <summary>A number that the computation has as a 32-bit float.</summary>
    Number,

    Text,

    /// <summary>A list of texts.</summary>
    Texts,

    /// <summary>The name of an activation: two names of one function are equal.</summary>
    Activation,

    /// <summary>False where it is absent.</summary>
    Flag,

    /// <summary>A probability of dropout: what is compiled does not depend on it, and a saved config has what the loaded one had.</summary>
    Dropout,
}

/// <summary>A key of the config that a class was compiled from: a config beside weights must agree with it, and a saved one has it.</summary>
/// <param name="Kind">What its value is.</param>
/// <param name="Value">The value as C# writes it.</param>
/// <param name="Absent">What the key is where it is absent, as C# writes it; null where it must be there.</param>
/// <param name="Names">Its name, and other names that the reference reads.</param>
internal sealed record CompiledKey(KeyKind Kind, string Value, string? Absent, params string[] Names)
{
    /// <summary>Whether a saved config has it: not where its absence says the same and a program does not know it.</summary>
    public bool IsSaved { get; init; } = true;
}
