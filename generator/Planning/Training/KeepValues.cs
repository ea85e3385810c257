using System.Collections.Immutable;
using BertGen.Generator.Common;
using BertGen.Generator.Planning.Gradients;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Training;

/// <summary>
/// Finds what the backward pass reads of the forward pass, and names the variables of both: what a trained layer keeps is of the
/// layer, everything else of the step. Frozen layers go on in the variables of a forward pass; what is read of them is copied.
/// </summary>
internal sealed class KeepValues
{
    /// <summary>The input of a trained layer, which is the output of the one below.</summary>
    public const string Input = "Input";

    /// <summary>Its output.</summary>
    public const string Output = "Output";

    /// <summary>Of the step: what a layer goes on with of its input, where rows are selected.</summary>
    public const string Narrowed = "Narrowed";

    private const string HeadInput = "HeadInput";

    private readonly TrainingPlan _plan;
    private readonly HashSet<Value> _needed;
    private readonly Dictionary<Value, Op> _definitions;
    private readonly HashSet<Value> _layerOutputs;
    private readonly ILookup<Value, Op> _readers;
    private readonly Dictionary<Value, Value> _names = [];
    private bool _isAbove;

    private KeepValues(TrainingPlan plan)
    {
        _plan = plan;
        _definitions = plan.Forward.Ops.ToDictionary(op => op.Output);
        _layerOutputs = [.. plan.Forward.Ops.Where(op => op.Layer is not null).GroupBy(op => op.Layer).Select(layer => layer.Last().Output)];
        _readers = plan.Backward.Ops.SelectMany(op => op.Inputs, (op, input) => (op, input)).ToLookup(use => use.input, use => use.op);
        var defined = new HashSet<Value>(plan.Forward.Ops.Select(op => op.Output));
        _needed = [.. plan.Backward.Ops.SelectMany(op => op.Inputs).Where(defined.Contains)];
    }

    public static TrainingPlan Run(TrainingPlan plan) => new KeepValues(plan).Run();

    private TrainingPlan Run()
    {
        // Frozen layers go on with what will be overwritten, trained layers with its copy.
        var copies = new Dictionary<Value, Value>();
        var forward = new List<Op>();
        foreach (Op op in _plan.Forward.Ops)
        {
            _isAbove |= op.Layer is not null;
            Value output = Rename(op);
            bool isTrained = op.Layer is { } layer && _plan.IsTrained(layer.Number);
            forward.Add(op.Map(value => value == op.Output ? output : isTrained && copies.TryGetValue(value, out Value kept) ? kept : Renamed(value)));
            if (output == op.Output && op is not GivenOp && output.Rows != RowSpace.Distances && _needed.Contains(output))
            {
                Value copy = Copy(op.Output);
                copies.Add(op.Output, copy);
                forward.Add(new KeepOp(op.Output, copy));
            }
        }

        Value result = Renamed(_plan.Forward.Output);
        foreach (KeyValuePair<Value, Value> copy in copies)
        {
            _names[copy.Key] = copy.Value;
        }

        Op[] backward = [.. _plan.Backward.Ops.Select(op => op.Map(RenamedInBackward))];
        var made = new HashSet<Value>(backward.Select(op => op.Output));
        Value[] given =
        [
            .. backward.SelectMany(op => op.Inputs).Where(value => !made.Contains(value) && (value.IsKept || value.Scope == SlotScope.Given || value.Rows == RowSpace.Distances)).Distinct(),
        ];
        return _plan with
        {
            Seed = RenamedInBackward(_plan.Seed),
            Forward = _plan.Forward with { Ops = [.. forward], Output = result },
            Backward = _plan.Backward with
            {
                Ops = [.. given.Select(value => new GivenOp(value)), .. backward],
                Output = RenamedInBackward(_plan.Backward.Output),
            },
        };
    }

    private Value Rename(Op op)
    {
        Value output = op.Output;
        Value renamed = output switch
        {
            { Rows: RowSpace.Distances } or { Scope: SlotScope.Given } => output,
            _ when _plan.Forward.IsOverGiven => InHead(output),
            _ when op is AccumulateOp => OfStep(output, "Mixed", isKept: true),
            _ when op is SelectOp { Layer: null } => OfStep(output, "Result", isKept: true),
            _ when op.Layer is { } layer && _plan.IsTrained(layer.Number) => InLayer(output),
            _ when op is NormOp { Module.Role: NormModule.Final } => _plan.TrainedLayers.IsEmpty ? output : OfStep(output, "Final", isKept: true),
            _ when op.Layer is null && _isAbove => InHead(output),
            _ when op.Layer is null && _plan.IsTrained(0) => BelowLayers(output),
            _ => output,
        };
        _names[output] = renamed;
        return renamed;
    }

    /// <summary>The input of the lowest layer, what it is projected from where embeddings have a width of their own, and what leads to them.</summary>
    private Value BelowLayers(Value value)
    {
        bool isKept = _needed.Contains(value);
        bool isProjected = _definitions.Values.Any(op => op is LinearOp { Layer: null } projection && projection.Input == value);
        return !isKept ? OfStep(value, value.Width == _plan.Forward.LayerWidth ? "Embedded" : "Embeddings", isKept: false)
            : isProjected ? OfStep(value, "Projected", isKept: true)
            : OfLayer(value, Input);
    }

    /// <summary>Values of heads have names that those of layers have not.</summary>
    private Value InHead(Value value) =>
        OfStep(value, (Role(value).StartsWith("Head", StringComparison.Ordinal) ? "" : "Head") + Role(value), isKept: value == _plan.Forward.Output || _needed.Contains(value));

    private Value InLayer(Value value)
    {
        bool isKept = _layerOutputs.Contains(value) || _needed.Contains(value);
        return isKept ? OfLayer(value, Role(value)) : OfStep(value, Role(value), isKept: false);
    }

    /// <summary>A copy of a frozen layer's output: all of it where trained layers begin, else the rows that the mix or a head reads.</summary>
    private Value Copy(Value value)
    {
        bool isMixed = _readers[value].All(op => op is MixWeightGradientOp { Gradient.Rows: RowSpace.Selected });
        bool isOfHead = !isMixed && _readers[value].All(op => op.Layer is null);
        var copy = new Value(value.FullName + ".kept", value.Slot, value.Width, isMixed && !isOfHead ? RowSpace.Selected : value.Rows);
        return isOfHead ? OfStep(copy, HeadInput, isKept: true)
            : isMixed ? OfStep(copy, "Frozen" + NumberText.Plain(value.Layer!.Value), isKept: true)
            : OfLayer(copy, Input);
    }

    private Value Renamed(Value value) => _names.TryGetValue(value, out Value renamed) ? renamed : value;

    private Value RenamedInBackward(Value value)
    {
        if (_names.TryGetValue(value, out Value renamed))
        {
            return renamed;
        }

        // What a layer computes again has the variables of the layer.
        if (_plan.IsCheckpointed && value.IsAgain && _names.TryGetValue(value with { IsAgain = false }, out Value known))
        {
            return value with { Slot = known.Slot, Scope = known.Scope, IsKept = known.IsKept };
        }

        return value.Rows == RowSpace.None || value is { Scope: SlotScope.Given, IsGradient: false } ? value : value with { Scope = SlotScope.Step };
    }

    private static Value OfStep(Value value, string slot, bool isKept) => value with { Slot = slot, Scope = SlotScope.Step, IsKept = isKept };

    private static Value OfLayer(Value value, string slot) => value with { Slot = slot, Scope = SlotScope.Layer, IsKept = true };

    /// <summary>The name of a layer's value as one word: <c>attention.sum</c> is <c>AttentionSum</c>.</summary>
    private static string Role(Value value) => string.Concat(
        value.Name.Split('.').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));
}
