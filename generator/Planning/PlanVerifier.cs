using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning;

/// <summary>Asserts what every plan must hold to, after every pass: a broken pass stops here and not in the written class.</summary>
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
        var defined = new HashSet<Value>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var used = new HashSet<string>(StringComparer.Ordinal);
        foreach (Op op in plan.Ops)
        {
            if (op.Inputs.FirstOrDefault(input => !defined.Contains(input)) is { } unknown)
            {
                return $"'{op}' reads {unknown} before it is defined";
            }

            if (op.ShapeError is { } shapes)
            {
                return $"'{op}': {shapes}";
            }

            if (!names.Add(op.Output.Name))
            {
                return $"{op.Output} is defined twice";
            }

            foreach (Weight weight in op.Weights)
            {
                if (!plan.Weights.Contains(weight))
                {
                    return $"'{op}' needs {weight.Name} {weight.Shape}, which is not in the table";
                }

                used.Add(weight.Name);
            }

            defined.Add(op.Output);
        }

        if (!defined.Contains(plan.Output))
        {
            return $"the output {plan.Output} is not defined";
        }

        if (plan.Weights.FirstOrDefault(weight => !used.Contains(weight.Name)) is { } unused)
        {
            return $"nothing uses {unused.Name} of the table";
        }

        return plan.Weights.GroupBy(weight => weight.Name).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? $"{twice.Key} is in the table twice"
            : null;
    }
}
