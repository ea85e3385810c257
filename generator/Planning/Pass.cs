namespace BertGen.Generator.Planning;

/// <summary>One step from a plan to the next.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Kind">When it may be left out.</param>
/// <param name="Run">What it does.</param>
internal sealed record Pass(string Name, PassKind Kind, Func<EmbedderPlan, EmbedderPlan> Run)
{
    /// <summary>Whether a class computes the same without it.</summary>
    public bool IsOptional(bool isTrained) => Kind == PassKind.Optimizing || (Kind == PassKind.OptimizingUntrained && !isTrained);
}

/// <summary>What a plan needs a pass for.</summary>
internal enum PassKind
{
    /// <summary>To be fast: any subset of these computes the same.</summary>
    Optimizing,

    /// <summary>To be fast; and to be trained, for the backward pass is made of what it leaves.</summary>
    OptimizingUntrained,

    /// <summary>To compute in the precision that was asked for.</summary>
    Precision,

    /// <summary>To be printed at all.</summary>
    Lowering,
}
