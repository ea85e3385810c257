using System.ComponentModel;

namespace BertGen.Checkpoints;

/// <summary>One row of the table that the compiler writes: a tensor that a checkpoint must hold.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct WeightSpec
{
    private WeightSpec(string name, int rows, int columns, bool optional)
    {
        Name = name;
        Rows = rows;
        Columns = columns;
        Optional = optional;
    }

    /// <summary>State-dict name without prefix, such as <c>encoder.layer.0.attention.self.query.weight</c>.</summary>
    public string Name { get; }

    /// <summary>First dimension.</summary>
    public int Rows { get; }

    /// <summary>Second dimension, or 0 for a vector.</summary>
    public int Columns { get; }

    /// <summary>
    /// True for a tensor with a default, such as the learned scalar mix. Those that share the first part of their name
    /// are all there or all absent.
    /// </summary>
    public bool Optional { get; }

    /// <summary>True for a tensor of a head, which stands beside the encoder: nothing is put before its name.</summary>
    public bool IsHead { get; init; }

    /// <summary>The tensor that takes its place in a checkpoint that has it not, because the two are tied; null for none.</summary>
    public string? StandIn { get; init; }

    /// <summary>Whether that one is a tensor of a head.</summary>
    public bool IsStandInHead { get; init; }

    /// <summary>Number of values.</summary>
    public int Count => Columns == 0 ? Rows : checked(Rows * Columns);

    /// <summary>A matrix of shape <c>[rows, columns]</c>.</summary>
    public static WeightSpec Matrix(string name, int rows, int columns) => new(name, rows, columns, optional: false);

    /// <summary>A matrix that may be absent, together with its <see cref="Optional"/> group.</summary>
    public static WeightSpec OptionalMatrix(string name, int rows, int columns) => new(name, rows, columns, optional: true);

    /// <summary>A vector of shape <c>[length]</c>.</summary>
    public static WeightSpec Vector(string name, int length) => new(name, length, 0, optional: false);

    /// <summary>A vector of shape <c>[length]</c> that may be absent, together with its <see cref="Optional"/> group.</summary>
    public static WeightSpec OptionalVector(string name, int length) => new(name, length, 0, optional: true);

    /// <summary>The shape as it is written in messages, such as <c>[30522, 768]</c>.</summary>
    public override string ToString() => Columns == 0 ? $"{Name} [{Rows}]" : $"{Name} [{Rows}, {Columns}]";
}
