using System.Collections.Immutable;
using BertGen.Generator.Common;
using BertGen.Generator.Planning.Gradients;

namespace BertGen.Generator.Planning.Ops;

/// <summary>
/// One operation of a plan. Everything that passes, writers and the verifier need to know of an operation is a member of
/// its record, its derivative too.
/// </summary>
internal abstract record Op(Value Output)
{
    /// <summary>The encoder layer that the operation is part of; null outside the layers.</summary>
    public LayerPlace? Layer { get; init; }

    /// <summary>Whether it is an operation of the forward pass that the backward pass runs again.</summary>
    public bool IsAgain { get; init; }

    public abstract ImmutableArray<Value> Inputs { get; }

    /// <summary>What it has weights of: products and LayerNorms.</summary>
    public virtual ImmutableArray<WeightModule> Modules => [];

    public virtual ImmutableArray<Weight> Weights => [.. Modules.SelectMany(module => module.All)];

    /// <summary>The input whose memory the output may take, because each row is read before it is written.</summary>
    public virtual Value? InPlace => null;

    public virtual Cost Cost => default;

    /// <summary>The operation as the printed plan shows it, without its output.</summary>
    public abstract string Text { get; }

    /// <summary>What is wrong with the shapes; null when they fit.</summary>
    public abstract string? ShapeError { get; }

    /// <summary>
    /// The derivative rule: adds the gradients of its inputs to the tape, and the operations that make those of its weights.
    /// It holds for operations by themselves; what passes have fused has been differentiated before.
    /// </summary>
    public virtual void Differentiate(GradientTape tape) =>
        throw new InvalidOperationException($"'{this}' has no derivative of its own.");

    /// <summary>The same operation on other values.</summary>
    public abstract Op Map(Func<Value, Value> map);

    /// <summary>The same operation in another layer, with the weights of that layer: operations that have some say how.</summary>
    public virtual Op At(LayerPlace? layer) => this with { Layer = layer };

    public sealed override string ToString() => $"{Output} {Output.Shape} = {Text}";

    protected static string? Expect(bool holds, string problem) => holds ? null : problem;

    protected static string List(IEnumerable<Value> values) => string.Join(", ", values);

    protected static string Number(long value) => NumberText.Plain(value);
}
