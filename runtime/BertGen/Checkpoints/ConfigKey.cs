namespace BertGen.Checkpoints;

/// <summary>
/// A key of the config that a class was compiled from, with its value. A config beside weights must agree with it, and a saved one has it. A dot in
/// its name leads into an object: <c>rope_parameters.rope_theta</c>.
/// </summary>
public sealed record ConfigKey
{
    private ConfigKey(string name, ConfigKeyKind kind, object value, object? absent) =>
        (Name, Kind, Value, Absent) = (name, kind, value, absent);

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>Other names that are read where this one is absent.</summary>
    public IReadOnlyList<string> Synonyms { get; init; } = [];

    /// <summary>Whether a saved config has it.</summary>
    public bool IsSaved { get; init; } = true;

    internal ConfigKeyKind Kind { get; }

    internal object Value { get; }

    /// <summary>What it is where a config lacks it; null where it must not.</summary>
    internal object? Absent { get; }

    /// <summary>An integer.</summary>
    /// <param name="name">The key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="absent">What it is where a config lacks it; without it the key must be there.</param>
    public static ConfigKey Integer(string name, int value, int? absent = null) => new(name, ConfigKeyKind.Integer, value, absent);

    /// <summary>A number that the computation has as a 32-bit float, and is compared as one.</summary>
    /// <inheritdoc cref="Integer" path="/param"/>
    public static ConfigKey Number(string name, double value, double absent) => new(name, ConfigKeyKind.Number, value, absent);

    /// <summary>A text.</summary>
    /// <inheritdoc cref="Integer" path="/param"/>
    public static ConfigKey Text(string name, string value, string absent) => new(name, ConfigKeyKind.Text, value, absent);

    /// <summary>A list of texts.</summary>
    /// <param name="name">The key.</param>
    /// <param name="values">Its values; a config that lacks them is of another model, unless a saved one would too.</param>
    public static ConfigKey Texts(string name, params string[] values) => new(name, ConfigKeyKind.Texts, string.Join(", ", values), null);

    /// <summary>The name of an activation; names of one function are equal.</summary>
    /// <inheritdoc cref="Integer" path="/param"/>
    public static ConfigKey Activation(string name, string value, string absent) => new(name, ConfigKeyKind.Activation, value, absent);

    /// <summary>True or false; a saved config has it where it is true, or where its absence would make it so.</summary>
    /// <inheritdoc cref="Integer" path="/param"/>
    public static ConfigKey Flag(string name, bool value, bool absent) => new(name, ConfigKeyKind.Flag, value, absent);

    /// <summary>A probability of dropout: not compared, and saved as the config beside the weights has it.</summary>
    /// <inheritdoc cref="Integer" path="/param"/>
    public static ConfigKey Dropout(string name, double value, double absent) => new(name, ConfigKeyKind.Dropout, value, absent);
}

/// <summary>What the value of a key is.</summary>
internal enum ConfigKeyKind
{
    Integer,
    Number,
    Text,
    Texts,
    Activation,
    Flag,
    Dropout,
}
