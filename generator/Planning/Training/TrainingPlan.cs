using System.Collections.Immutable;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Training;

/// <summary>
/// The two passes of a training step. What the forward pass keeps is given to the backward pass; the workspace of both is one.
/// </summary>
/// <param name="Forward">The forward pass.</param>
/// <param name="Backward">The backward pass; it begins with what is given to it.</param>
internal sealed record TrainingPlan(EmbedderPlan Forward, EmbedderPlan Backward)
{
    /// <summary>Whether layers are computed again in the backward pass.</summary>
    public bool IsCheckpointed { get; init; }

    /// <summary>The gradient of the result: what the backward pass begins with.</summary>
    public required Value Seed { get; init; }

    /// <summary>The workspace of both passes.</summary>
    public ImmutableArray<PlacedSlot> Workspace { get; init; } = [];

    /// <summary>Where the values of one trained layer are kept, from where its input is kept.</summary>
    public ImmutableArray<PlacedSlot> LayerSlots { get; init; } = [];

    /// <summary>From one trained layer to the next, in floats.</summary>
    public int LayerStride { get; init; }

    /// <summary>Where everything else is kept.</summary>
    public ImmutableArray<PlacedSlot> KeptSlots { get; init; } = [];

    /// <summary>Floats kept of a piece.</summary>
    public int KeptPerPiece { get; init; }

    /// <summary>Floats of workspace that a piece needs.</summary>
    public int WorkspacePerPiece => Workspace.IsEmpty ? 0 : Workspace.Max(slot => slot.End);

    /// <summary>The layers that are trained, lowest first.</summary>
    public ImmutableArray<int> TrainedLayers { get; init; } = [];

    /// <summary>Whether a layer is trained.</summary>
    public bool IsTrained(int layer) => TrainedLayers.BinarySearch(layer) >= 0;

    /// <summary>The calls of trained layers in the forward pass.</summary>
    public IEnumerable<LayerOp> TrainedCalls => Forward.Ops.OfType<LayerOp>().Where(call => IsTrained(call.Place.Number));

    /// <summary>What changed the passes, for the reader of the written class.</summary>
    public IEnumerable<string> Notes => Backward.Notes;

    public Cost Cost => Backward.Cost;

    public TrainingPlan WithBackward(IEnumerable<Op> ops, string note) => this with { Backward = Backward.With(ops, note) };
}
