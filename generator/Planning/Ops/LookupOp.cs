using System.Collections.Immutable;
using BertGen.Generator.Planning.Gradients;

namespace BertGen.Generator.Planning.Ops;

/// <summary>What selects the row of a table.</summary>
internal enum LookupIndex
{
    Id,
    Position,
    Type,

    /// <summary>Type and position together, in a table that holds the sums of both.</summary>
    TypeAndPosition,
}

/// <summary>output = table[index]. A second table is added to the first, row by row, before anything runs.</summary>
internal sealed record LookupOp(Value Output, LookupIndex Index, Weight Table, Weight? Folded = null) : Op(Output)
{
    /// <summary>Whether the rows of the table are rounded to 8 bits when they are packed.</summary>
    public bool IsRounded { get; init; }

    public override ImmutableArray<Value> Inputs => [];

    public override ImmutableArray<Weight> Weights => Folded is null ? [Table] : [Table, Folded];

    public override string Text =>
        $"lookup {Table.Name}{(IsRounded ? " int8" : "")}{(Folded is null ? "" : " + " + Folded.Name)} by {IndexText}";

    private string IndexText =>
        Index == LookupIndex.TypeAndPosition ? "type and position" : Index.ToString().ToLowerInvariant();

    public override string? ShapeError => Expect(
        Table.Columns == Output.Width && (Folded is null || Folded.Columns == Output.Width),
        "the table is not as wide as the output");

    public override void Differentiate(GradientTape tape)
    {
        if (tape.IsTrained(this))
        {
            tape.Emit(new LookupGradientOp(tape.GradientOf(Output), this));
        }
    }

    public override Op Map(Func<Value, Value> map) => this with { Output = map(Output) };
}
