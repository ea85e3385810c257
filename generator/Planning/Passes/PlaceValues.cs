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
        Life[] lives = Lives(plan);
        CheckVariables(lives);
        ImmutableArray<PlacedSlot>.Builder placed = ImmutableArray.CreateBuilder<PlacedSlot>();
        foreach (string slot in lives.Select(life => life.Value.Slot).Distinct())
        {
            placed.Add(FirstFit(slot, lives, placed));
        }

        EmbedderPlan result = plan with { Slots = placed.ToImmutable() };
        int apart = placed.Sum(slot => slot.Stride);
        string note = result.WorkspacePerPiece < apart
            ? $"values that do not live together share their room, {NumberText.Grouped(result.WorkspacePerPiece)} floats a piece and not {NumberText.Grouped(apart)}"
            : "every value has its place in one workspace";
        return result with { Notes = plan.Notes.Add(note) };
    }

    private static PlacedSlot FirstFit(string slot, Life[] lives, IEnumerable<PlacedSlot> placed)
    {
        Life[] own = [.. lives.Where(life => life.Value.Slot == slot)];
        PlacedSlot[] taken =
        [
            .. placed
                .Where(other => lives.Any(life => life.Value.Slot == other.Name && own.Any(life.Meets)))
                .OrderBy(other => other.Offset),
        ];
        var candidate = new PlacedSlot(slot, 0, own[0].Value.Width);
        foreach (PlacedSlot other in taken)
        {
            if (candidate.Overlaps(other))
            {
                candidate = candidate with { Offset = other.End };
            }
        }

        return candidate;
    }

    private static Life[] Lives(EmbedderPlan plan)
    {
        var lives = new Life[plan.Ops.Length];
        for (int i = 0; i < lives.Length; i++)
        {
            Value value = plan.Ops[i].Output;
            int last = i;
            for (int j = i + 1; j < lives.Length; j++)
            {
                last = plan.Ops[j].Inputs.Contains(value) ? j : last;
            }

            lives[i] = new Life(value, i, value == plan.Output ? lives.Length : last, plan.Ops[i].InPlace);
        }

        return lives;
    }

    /// <summary>The values of one variable must follow each other; one may take over from another in place.</summary>
    private static void CheckVariables(Life[] lives)
    {
        foreach (Life life in lives)
        {
            foreach (Life later in lives.Where(other => other.Value.Slot == life.Value.Slot && other.Start > life.Start))
            {
                bool takesOver = later.Start == life.End && later.InPlace == life.Value;
                if (later.Value.Width != life.Value.Width || (life.Meets(later) && !takesOver))
                {
                    throw new InvalidOperationException($"{life.Value} and {later.Value} cannot both be in {life.Value.Slot}.");
                }
            }
        }
    }

    /// <summary>From the operation that defines a value to the last that reads it, both included.</summary>
    private sealed record Life(Value Value, int Start, int End, Value? InPlace)
    {
        public bool Meets(Life other) => Start <= other.End && other.Start <= End;
    }
}
