using System.Collections.Immutable;
using BertGen.Generator.Common;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Passes;

/// <summary>
/// Gives every variable its place in one workspace. Two variables share room when no value of the one lives while a value
/// of the other does; places are handed out first fit, in the order of first use.
/// </summary>
internal static class PlaceValues
{
    public static EmbedderPlan Run(EmbedderPlan plan)
    {
        ImmutableArray<PlacedSlot> placed = Place(plan.Ops, plan.Output);
        EmbedderPlan result = plan with { Slots = placed };
        int apart = placed.Sum(slot => slot.Stride);
        string note = result.WorkspacePerPiece < apart
            ? $"values that do not live together share their room, {NumberText.Grouped(result.WorkspacePerPiece)} floats a piece and not {NumberText.Grouped(apart)}"
            : "every value has its place in one workspace";
        return result with { Notes = plan.Notes.Add(note) };
    }

    /// <summary>Places the variables of some operations.</summary>
    /// <param name="ops">The operations in the order they run.</param>
    /// <param name="result">A value that is read after the last of them.</param>
    /// <param name="isPlaced">The values that are placed.</param>
    public static ImmutableArray<PlacedSlot> Place(IReadOnlyList<Op> ops, Value? result, Func<Value, bool>? isPlaced = null)
    {
        var variables = Lives(ops, result)
            .Where(life => isPlaced?.Invoke(life.Value) ?? true)
            .GroupBy(life => life.Value.Slot)
            .ToDictionary(variable => variable.Key, variable => variable.ToArray(), StringComparer.Ordinal);
        ImmutableArray<PlacedSlot>.Builder placed = ImmutableArray.CreateBuilder<PlacedSlot>();
        foreach (KeyValuePair<string, Life[]> variable in variables)
        {
            CheckVariable(variable.Value);
            placed.Add(FirstFit(variable.Key, variables, placed));
        }

        return placed.ToImmutable();
    }

    private static PlacedSlot FirstFit(string slot, Dictionary<string, Life[]> variables, IEnumerable<PlacedSlot> placed)
    {
        Life[] own = variables[slot];
        IEnumerable<PlacedSlot> taken = placed.Where(other => Meet(own, variables[other.Name])).OrderBy(other => other.Offset);
        var candidate = new PlacedSlot(slot, 0, own[0].Value.Width) { HeadSize = own[0].Value.HeadSize };
        foreach (PlacedSlot other in taken)
        {
            if (candidate.Overlaps(other))
            {
                candidate = candidate with { Offset = other.End };
            }
        }

        return candidate;
    }

    /// <summary>Whether any two values of two variables meet. Both are in the order of time, so one walk along both finds out.</summary>
    private static bool Meet(Life[] left, Life[] right)
    {
        int l = 0;
        int r = 0;
        while (l < left.Length && r < right.Length)
        {
            if (left[l].Meets(right[r]))
            {
                return true;
            }

            _ = left[l].End < right[r].End ? l++ : r++;
        }

        return false;
    }

    private static IEnumerable<Life> Lives(IReadOnlyList<Op> ops, Value? result)
    {
        var ends = new Dictionary<Value, int>();
        for (int i = 0; i < ops.Count; i++)
        {
            ends[ops[i].Output] = i;
            foreach (Value input in ops[i].Inputs)
            {
                ends[input] = i;
            }
        }

        if (result is not null)
        {
            ends[result] = ops.Count;
        }

        // What is kept for the backward pass, what is given, what goes to the gradients of weights, and what lies with the weights is not in the workspace.
        return ops.Select((op, start) => new Life(op.Output, start, ends[op.Output], op.InPlace))
            .Where(life => !life.Value.IsKept && life.Value.Scope != SlotScope.Given && life.Value.Rows is not (RowSpace.None or RowSpace.Distances));
    }

    /// <summary>The values of one variable must follow each other; one may take over from another in place.</summary>
    private static void CheckVariable(Life[] lives)
    {
        for (int i = 1; i < lives.Length; i++)
        {
            (Life earlier, Life later) = (lives[i - 1], lives[i]);
            bool takesOver = later.Start == earlier.End && later.InPlace == earlier.Value;
            if (later.Value.Width != earlier.Value.Width || later.Value.HeadSize != earlier.Value.HeadSize || (earlier.Meets(later) && !takesOver))
            {
                throw new InvalidOperationException($"{earlier.Value} and {later.Value} cannot both be in {earlier.Value.Slot}.");
            }
        }
    }

    /// <summary>From the operation that defines a value to the last that reads it, both included.</summary>
    private sealed record Life(Value Value, int Start, int End, Value? InPlace)
    {
        public bool Meets(Life other) => Start <= other.End && other.Start <= End;
    }
}
