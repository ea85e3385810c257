using System.Collections.Immutable;
using BertGen.Generator.Common;

namespace BertGen.Generator.Planning.Passes;

/// <summary>
/// Gives every variable its place in one workspace. Two variables share room when no value of the one lives while a value
/// of the other does; places are handed out first fit, in the order of first use.
/// </summary>
internal static class PlaceValues
{
    public static EmbedderPlan Run(EmbedderPlan plan)
    {
        ILookup<string, Life> variables = Lives(plan).ToLookup(life => life.Value.Slot);
        ImmutableArray<PlacedSlot>.Builder placed = ImmutableArray.CreateBuilder<PlacedSlot>();
        foreach (IGrouping<string, Life> variable in variables)
        {
            CheckVariable([.. variable]);
            placed.Add(FirstFit(variable.Key, variables, placed));
        }

        EmbedderPlan result = plan with { Slots = placed.ToImmutable() };
        int apart = placed.Sum(slot => slot.Stride);
        string note = result.WorkspacePerPiece < apart
            ? $"values that do not live together share their room, {NumberText.Grouped(result.WorkspacePerPiece)} floats a piece and not {NumberText.Grouped(apart)}"
            : "every value has its place in one workspace";
        return result with { Notes = plan.Notes.Add(note) };
    }

    private static PlacedSlot FirstFit(string slot, ILookup<string, Life> variables, IEnumerable<PlacedSlot> placed)
    {
        IEnumerable<Life> own = variables[slot];
        IEnumerable<PlacedSlot> taken = placed.Where(other => variables[other.Name].Any(life => own.Any(life.Meets))).OrderBy(other => other.Offset);
        var candidate = new PlacedSlot(slot, 0, own.First().Value.Width);
        foreach (PlacedSlot other in taken)
        {
            if (candidate.Overlaps(other))
            {
                candidate = candidate with { Offset = other.End };
            }
        }

        return candidate;
    }

    private static IEnumerable<Life> Lives(EmbedderPlan plan)
    {
        var ends = new Dictionary<Value, int>();
        for (int i = 0; i < plan.Ops.Length; i++)
        {
            ends[plan.Ops[i].Output] = i;
            foreach (Value input in plan.Ops[i].Inputs)
            {
                ends[input] = i;
            }
        }

        ends[plan.Output] = plan.Ops.Length;
        return plan.Ops.Select((op, start) => new Life(op.Output, start, ends[op.Output], op.InPlace));
    }

    /// <summary>The values of one variable must follow each other; one may take over from another in place.</summary>
    private static void CheckVariable(Life[] lives)
    {
        for (int i = 1; i < lives.Length; i++)
        {
            (Life earlier, Life later) = (lives[i - 1], lives[i]);
            bool takesOver = later.Start == earlier.End && later.InPlace == earlier.Value;
            if (later.Value.Width != earlier.Value.Width || (earlier.Meets(later) && !takesOver))
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
