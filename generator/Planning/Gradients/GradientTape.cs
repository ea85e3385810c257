using System.Collections.Immutable;
using BertGen.Generator.Common;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>
/// The backward pass as it is derived: operations of a plan, last one first, add the gradients of what they read. Values that no
/// trained weight and nothing that was given leads to get none, and so nothing below the lowest trained layer is computed.
/// </summary>
internal sealed class GradientTape
{
    /// <summary>LayerNorms read one of these and write the other, so that gradients of residuals survive.</summary>
    private const string Hidden = "HiddenGradient";

    private const string Sum = "SumGradient";

    private readonly Func<Op, bool> _isTrained;
    private readonly int _width;
    private readonly HashSet<Value> _needed = [];
    private readonly ILookup<Value, Op> _readers;
    private readonly Dictionary<Value, Value> _gradients = [];
    private readonly List<Op> _ops = [];
    private LayerPlace? _layer;
    private int _sums;

    private GradientTape(EmbedderPlan plan, Func<Op, bool> isTrained)
    {
        _isTrained = isTrained;
        _width = plan.LayerWidth;
        _readers = plan.Ops.SelectMany(op => op.Inputs, (op, input) => (op, input)).ToLookup(use => use.input, use => use.op);
        foreach (Op op in plan.Ops)
        {
            // The gradients of a norm's weights are made with that of its input, whether anything below is trained or not.
            if (op is NormOp norm && isTrained(op))
            {
                _needed.Add(norm.Input);
            }

            if (op is GivenOp || (isTrained(op) && op.Weights.Length > 0) || op.Inputs.Any(_needed.Contains))
            {
                _needed.Add(op.Output);
            }
        }
    }

    /// <summary>Derives the backward operations of a plan.</summary>
    /// <param name="plan">A plan before its operations are fused.</param>
    /// <param name="isTrained">Whether the weights of an operation are trained.</param>
    /// <returns>The gradient of the plan's result, which is given, and the operations in the order they run.</returns>
    public static (Value Seed, ImmutableArray<Op> Ops) Derive(EmbedderPlan plan, Func<Op, bool> isTrained)
    {
        var tape = new GradientTape(plan, isTrained);
        Value seed = tape.NewGradient(plan.Output, plan.Output.Slot + "Gradient");
        tape._gradients[plan.Output] = seed;
        foreach (Op op in plan.Ops.Reverse())
        {
            if (tape._needed.Contains(op.Output) && tape._gradients.ContainsKey(op.Output))
            {
                tape._layer = op.Layer;
                op.Differentiate(tape);
            }
        }

        return (seed, [.. tape._ops]);
    }

    /// <summary>Whether the weights of an operation are trained.</summary>
    public bool IsTrained(Op op) => _isTrained(op);

    /// <summary>The gradient of a value, with the parts of all operations that read it.</summary>
    public Value GradientOf(Value value) => _gradients[value];

    /// <summary>A value whose place may be used up: the value itself where nothing else reads it, else a copy.</summary>
    public Value ToUseUp(Value value)
    {
        if (!_readers[value].Skip(1).Any())
        {
            return value;
        }

        Value copy = value with { Name = value.Name + ".copy", IsGradient = true, Slot = "NormInput", Layer = _layer?.Number };
        Emit(new KeepOp(value, copy));
        return copy;
    }

    /// <summary>Adds an operation that makes the gradient of weights.</summary>
    public void Emit(Op op) => _ops.Add(op with { Layer = _layer });

    /// <summary>Adds a part of a value's gradient that is another gradient as it is.</summary>
    public void Add(Value value, Value gradient)
    {
        if (!_needed.Contains(value))
        {
            return;
        }

        if (!_gradients.TryGetValue(value, out Value first))
        {
            _gradients[value] = gradient;
            return;
        }

        Value sum = NewGradient(value, first.Slot, $".sum{NumberText.Plain(++_sums)}");
        Emit(new AddOp(first, gradient, sum));
        _gradients[value] = sum;
    }

    /// <summary>Adds a part of a value's gradient that an operation computes.</summary>
    /// <param name="value">The value.</param>
    /// <param name="make">The operation that writes the part to a place.</param>
    /// <param name="isForWeights">Whether the operation makes gradients of weights as well, so that it runs even when nothing needs that of the value.</param>
    public void Add(Value value, Func<Value, Op> make, bool isForWeights = false)
    {
        if (!_needed.Contains(value) && !isForWeights)
        {
            return;
        }

        bool isFirst = !_gradients.ContainsKey(value);
        Op op = make(NewGradient(value, value.Slot + "Gradient", isFirst ? "" : $".part{NumberText.Plain(++_sums)}"));
        string slot = op switch
        {
            NormGradientOp { Module.IsHead: true } => "HeadNormGradient",
            NormGradientOp norm => OfWidth((isFirst ? norm.Gradient : _gradients[value]).Slot == OfWidth(Hidden) ? Sum : Hidden),
            DropoutOp => OfWidth("DroppedGradient"),
            WidenOp widen => widen.Gradient.Slot,
            ActivationGradientOp activation => activation.Gradient.Slot,
            UnitGradientOp unit => unit.Gradient.Slot,
            _ => op.Output.Slot,
        };
        Value gradient = op.Output with { Slot = slot };
        Emit(op.Map(other => other == op.Output ? gradient : other));
        Add(value, gradient);

        // Embeddings may have a width of their own, and a variable has one width.
        string OfWidth(string name) => op.Output.Width == _width ? name : "Embedding" + name;
    }

    private Value NewGradient(Value value, string slot, string suffix = "") => value with { Name = value.Name + suffix, IsGradient = true, Slot = slot };
}
