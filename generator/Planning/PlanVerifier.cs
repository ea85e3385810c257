using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning;

/// <summary>Asserts what every plan must hold to: a broken pass stops here and not in the written class.</summary>
internal static class PlanVerifier
{
    public static EmbedderPlan Verify(this EmbedderPlan plan, string stage)
    {
        if (FirstError(plan) is { } error)
        {
            throw new InvalidOperationException($"The plan is broken after {stage}: {error}\n{plan.ToText()}");
        }

        return plan;
    }

    /// <summary>The first thing that is wrong, or null.</summary>
    public static string? FirstError(EmbedderPlan plan)
    {
        var defined = new Dictionary<string, Value>(StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var table = new Dictionary<string, Weight>(StringComparer.Ordinal);
        foreach (Weight weight in plan.Weights)
        {
            if (table.ContainsKey(weight.Name))
            {
                return $"{weight.Name} is in the table twice";
            }

            table.Add(weight.Name, weight);
        }

        // The call of a layer is as good as its body.
        foreach (Op op in plan.Ops.SelectMany(op => op is LayerOp layer ? layer.Body : [op]))
        {
            if (op.Inputs.FirstOrDefault(input => !IsDefined(input)) is { } unknown)
            {
                return $"'{op}' reads {unknown} before it is defined";
            }

            if (op.ShapeError is { } shapes)
            {
                return $"'{op}': {shapes}";
            }

            // Layers that share weights add to the same gradients.
            if (op.Output.Rows != RowSpace.None && defined.ContainsKey(op.Output.FullName))
            {
                return $"{op.Output} is defined twice";
            }

            foreach (Weight weight in op.Weights)
            {
                if (!table.TryGetValue(weight.Name, out Weight row) || row != weight)
                {
                    return $"'{op}' needs {weight.Name} {weight.Shape}, which is not in the table";
                }

                used.Add(weight.Name);
            }

            defined[op.Output.FullName] = op.Output;
        }

        if (!IsDefined(plan.Output))
        {
            return $"the output {plan.Output} is not defined";
        }

        return plan.Weights.FirstOrDefault(weight => !used.Contains(weight.Name)) is { } unused
            ? $"nothing uses {unused.Name} of the table"
            : null;

        bool IsDefined(Value value) => defined.TryGetValue(value.FullName, out Value found) && found == value;
    }
}
