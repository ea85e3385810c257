using System.Collections.Immutable;
using System.Text;
using BertGen.Generator.Common;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning;

/// <summary>
/// A computation: operations in the order they run, the table of weights that they need, and the one value that is the
/// result. Passes turn one plan into another; a writer prints the last.
/// </summary>
internal sealed record EmbedderPlan(ImmutableArray<Op> Ops, ImmutableArray<Weight> Weights, Value Output)
{
    /// <summary>Whether products are computed on numbers of 8 bits.</summary>
    public bool IsInt8 { get; init; }

    /// <summary>What the passes did, a sentence each, for the reader of the written class.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>The workspace, once values have their places.</summary>
    public ImmutableArray<PlacedSlot> Slots { get; init; } = [];

    /// <summary>Floats of workspace per piece.</summary>
    public int WorkspacePerPiece => Slots.IsEmpty ? 0 : Slots.Max(slot => slot.End);

    public long ParameterCount => Weights.Sum(weight => weight.Count);

    public Cost Cost => Ops.Aggregate(default(Cost), (sum, op) => sum + op.Cost);

    /// <summary>The plan with other operations on the same weights.</summary>
    public EmbedderPlan With(IEnumerable<Op> ops, string note, Value? output = null) =>
        this with { Ops = [.. ops], Output = output ?? Output, Notes = Notes.Add(note) };

    /// <summary>The plan with some of its operations; weights that nothing uses any more leave the table.</summary>
    public EmbedderPlan WithOnly(IEnumerable<Op> ops, string note)
    {
        EmbedderPlan rest = With(ops, note);
        var used = new HashSet<string>(rest.Ops.SelectMany(op => op.Weights).Select(weight => weight.Name), StringComparer.Ordinal);
        return rest with { Weights = [.. Weights.Where(weight => used.Contains(weight.Name))] };
    }

    /// <summary>Whether two plans are one computation, whatever was done on the way to it.</summary>
    public bool IsSameAs(EmbedderPlan other) => (this with { Notes = [] }).ToText() == (other with { Notes = [] }).ToText();

    /// <summary>The operations of heads: what is computed of the last layer, but for its norm and for the mix of layers.</summary>
    public IEnumerable<Op> OpsOfHeads => Ops.SkipWhile(op => op.Layer is null && !IsOverGiven)
        .Where(op => op.Layer is null && op is not (GivenOp or AccumulateOp or MixOp or NormOp { Module.Role: NormModule.Final }));

    /// <summary>Whether it is a head alone, over rows that are given, whatever made them.</summary>
    public bool IsOverGiven => Ops[0] is GivenOp { Output.Scope: SlotScope.Given };

    /// <summary>Width of the vectors of layers.</summary>
    public int LayerWidth => Ops.LastOrDefault(op => op.Layer is not null)?.Output.Width ?? Output.Width;

    /// <summary>The operation that defines a value.</summary>
    public Op Definition(Value value) => Ops.First(op => op.Output == value);

    /// <summary>The operations that read a value.</summary>
    public IEnumerable<Op> Uses(Value value) => Ops.Where(op => op.Inputs.Contains(value));

    /// <summary>The plan as text: for snapshots, and for people who wonder.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        text.Append("operations\n");
        foreach (Op op in Ops)
        {
            text.Append("  ").Append(op).Append('\n');
            foreach (Op inner in op is LayerOp layer ? layer.Body : [])
            {
                text.Append("    ").Append(inner).Append('\n');
            }
        }

        text.Append("output ").Append(Output).Append('\n').Append("weights\n");
        foreach (Weight weight in Weights)
        {
            text.Append($"  {weight.Name} {weight.Shape} {weight.Layout.ToString().ToLowerInvariant()}{(weight.IsOptional ? " optional" : "")}\n");
        }

        if (!Slots.IsEmpty)
        {
            text.Append($"workspace {NumberText.Plain(WorkspacePerPiece)}\n");
            foreach (PlacedSlot slot in Slots)
            {
                text.Append($"  {slot.Name} {NumberText.Plain(slot.Offset)}..{NumberText.Plain(slot.End)} width {NumberText.Plain(slot.Width)}{(slot.HeadSize == 0 ? "" : $", {NumberText.Plain(slot.HeadSize)} a head")}\n");
            }
        }

        foreach (string note in Notes)
        {
            text.Append("note: ").Append(note).Append('\n');
        }

        return text.ToString();
    }
}
