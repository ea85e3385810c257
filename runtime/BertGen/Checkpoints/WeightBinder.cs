using System.Text;

namespace BertGen.Checkpoints;

/// <summary>Matches a model's table of weights with the tensors of a checkpoint.</summary>
internal static class WeightBinder
{
    private const int MaxProblemsListed = 10;

    public static BoundWeights Bind(Checkpoint checkpoint, ReadOnlySpan<WeightSpec> table, IReadOnlyList<string> before, IReadOnlyList<OtherName> others)
    {
        Dictionary<string, string> prefixes = ChoosePrefixes(checkpoint, table, before, others);
        var tensors = new Dictionary<string, TensorEntry?>(table.Length);
        var standIns = new HashSet<string>(StringComparer.Ordinal);
        var problems = new List<(string Tensor, string Text)>();
        foreach (WeightSpec spec in table)
        {
            bool present = prefixes.TryGetValue(GroupOf(spec), out string? prefix);
            TensorEntry? tensor = present ? Find(checkpoint, prefix!, spec.Name, others) : null;
            if (tensor is null && FindStandIn(checkpoint, spec, before, others) is { } other)
            {
                tensor = other;
                standIns.Add(spec.Name);
            }

            tensors.Add(spec.Name, tensor);
            if (tensor is null ? present || !spec.Optional : !Fits(tensor, spec))
            {
                string found = tensor is null ? "no such tensor" : tensor.Name == spec.Name ? tensor.Description : tensor.ToString();
                problems.Add((spec.Name, $"{spec.Name}: expected {Expected(spec)}, found {found}"));
            }
        }

        if (problems.Count > 0)
        {
            throw Report(checkpoint.Path, problems);
        }

        foreach (TensorEntry? tensor in tensors.Values)
        {
            if (tensor is not null)
            {
                checkpoint.Verify(tensor);
            }
        }

        return new BoundWeights(checkpoint, tensors, standIns);
    }

    // One choice for each group that the checkpoint has anything of: mixed spellings are more likely wrong than meant.
    private static Dictionary<string, string> ChoosePrefixes(Checkpoint checkpoint, ReadOnlySpan<WeightSpec> table, IReadOnlyList<string> before, IReadOnlyList<OtherName> others)
    {
        var prefixes = new Dictionary<string, string>();
        foreach (WeightSpec spec in table)
        {
            if (Find(checkpoint, "", spec.Name, others) is not null)
            {
                prefixes[GroupOf(spec)] = "";
            }
            else if (!spec.IsHead && FirstPrefix(checkpoint, spec, before, others) is { } prefix)
            {
                prefixes.TryAdd(GroupOf(spec), prefix);
            }
        }

        return prefixes;
    }

    private static TensorEntry? FindStandIn(Checkpoint checkpoint, WeightSpec spec, IReadOnlyList<string> before, IReadOnlyList<OtherName> others) =>
        spec.StandIn is not { } name ? null
        : spec.IsStandInHead ? Find(checkpoint, "", name, others)
        : before.Prepend("").Select(prefix => Find(checkpoint, prefix, name, others)).FirstOrDefault(found => found is not null);

    private static string? FirstPrefix(Checkpoint checkpoint, WeightSpec spec, IReadOnlyList<string> before, IReadOnlyList<OtherName> others)
    {
        foreach (string prefix in before)
        {
            if (Find(checkpoint, prefix, spec.Name, others) is not null)
            {
                return prefix;
            }
        }

        return null;
    }

    // What is required of the encoder is one group, and what is of a head another. Optional tensors are no part of either, so they may be spelled unlike the rest, and
    // those that share the first part of their name are of use only together.
    private static string GroupOf(WeightSpec spec) => spec.Optional ? spec.Name.Split('.')[0] : spec.IsHead ? "head" : "";

    private static TensorEntry? Find(Checkpoint checkpoint, string prefix, string name, IReadOnlyList<OtherName> others) =>
        checkpoint.Find(prefix + name)
        ?? (OldName(name) is { } oldName ? checkpoint.Find(prefix + oldName) : null)
        ?? FindOther(checkpoint, prefix, name, others);

    // All parts, or none: a layer that is half there is missing.
    private static TensorEntry? FindOther(Checkpoint checkpoint, string prefix, string name, IReadOnlyList<OtherName> others)
    {
        foreach (OtherName other in others)
        {
            if (other.Of(name) is { } parts)
            {
                TensorEntry?[] found = Array.ConvertAll(parts, part => checkpoint.Find(prefix + part));
                if (Array.TrueForAll(found, part => part is not null) && TensorEntry.Join(found!) is { } whole)
                {
                    return whole;
                }
            }
        }

        return null;
    }

    private static string? OldName(string name) =>
        name.EndsWith("LayerNorm.weight", StringComparison.Ordinal) ? string.Concat(name.AsSpan(0, name.Length - "weight".Length), "gamma")
        : name.EndsWith("LayerNorm.bias", StringComparison.Ordinal) ? string.Concat(name.AsSpan(0, name.Length - "bias".Length), "beta")
        : null;

    private static bool Fits(TensorEntry tensor, WeightSpec spec) =>
        tensor.Type.IsWeight() && (spec.Columns == 0
            ? tensor.Shape is [long length] && length == spec.Rows
            : tensor.Shape is [long rows, long columns] && rows == spec.Rows && columns == spec.Columns);

    private static string Expected(WeightSpec spec) =>
        spec.Columns == 0 ? $"F32, F16, BF16 or F64 [{spec.Rows}]" : $"F32, F16, BF16 or F64 [{spec.Rows}, {spec.Columns}]";

    private static CheckpointException Report(string path, List<(string Tensor, string Text)> problems)
    {
        var text = new StringBuilder("does not fit the compiled model.");
        foreach ((_, string problem) in problems.Take(MaxProblemsListed))
        {
            text.Append("\n  ").Append(problem);
        }

        if (problems.Count > MaxProblemsListed)
        {
            text.Append($"\n  and {problems.Count - MaxProblemsListed} more");
        }

        return new CheckpointException(path, problems[0].Tensor, text.ToString());
    }
}
