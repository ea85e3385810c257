using System.Collections.Immutable;
using BertGen.Generator.Planning.Passes;

namespace BertGen.Generator.Planning.Training;

/// <summary>
/// Gives the values of a step their places: what is kept lies layer by layer, the output of one being the input of the next; the
/// workspace of both passes is one, so that a layer may run in either.
/// </summary>
internal static class PlaceStep
{
    public static TrainingPlan Run(TrainingPlan plan)
    {
        Value[] kept = [.. plan.Forward.Ops.Select(op => op.Output).Where(value => value.IsKept)];
        ImmutableArray<PlacedSlot> layer = PlaceLayer(kept);
        int stride = layer.IsEmpty ? 0 : layer.Single(slot => slot.Name == KeepValues.Output).Offset;
        int end = layer.IsEmpty ? 0 : (plan.TrainedLayers.Length * stride) + layer[0].Stride;
        ImmutableArray<PlacedSlot>.Builder others = ImmutableArray.CreateBuilder<PlacedSlot>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (Value value in kept.Where(IsOfStep))
        {
            if (names.Add(value.Slot))
            {
                others.Add(new PlacedSlot(value.Slot, end, value.Width));
                end = others[others.Count - 1].End;
            }
        }

        return plan with
        {
            LayerSlots = layer,
            LayerStride = stride,
            KeptSlots = others.ToImmutable(),
            KeptPerPiece = end,
            Workspace = PlaceValues.Place([.. plan.Forward.Ops, .. plan.Backward.Ops], null, IsOfStep),
        };
    }

    private static ImmutableArray<PlacedSlot> PlaceLayer(Value[] kept)
    {
        Value[] own = [.. kept.Where(value => value.Scope == SlotScope.Layer)];
        if (own.FirstOrDefault(value => value.Slot == KeepValues.Output) is not { } output)
        {
            return [];
        }

        ImmutableArray<PlacedSlot>.Builder slots = ImmutableArray.CreateBuilder<PlacedSlot>();
        slots.Add(new PlacedSlot(KeepValues.Input, 0, output.Width));
        foreach (Value value in own.Where(value => value.Slot != KeepValues.Output))
        {
            if (!slots.Any(slot => slot.Name == value.Slot))
            {
                slots.Add(new PlacedSlot(value.Slot, slots[slots.Count - 1].End, value.Width));
            }
        }

        slots.Add(new PlacedSlot(KeepValues.Output, slots[slots.Count - 1].End, output.Width));
        return slots.ToImmutable();
    }

    private static bool IsOfStep(Value value) => value.Scope == SlotScope.Step;
}
