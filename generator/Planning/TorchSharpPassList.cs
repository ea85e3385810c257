using System.Collections.Immutable;
using BertGen.Generator.Planning.Passes;

namespace BertGen.Generator.Planning;

/// <summary>The passes for TorchSharp, in the one order in which they run: those of <see cref="PassList"/> that suit tensors.</summary>
internal static class TorchSharpPassList
{
    /// <remarks>
    /// Token types are not folded into the positions, because the tables are modules with names of their own. Values are
    /// given no places: tensors come from libtorch's pool, and are disposed after their last use.
    /// </remarks>
    public static readonly ImmutableArray<Pass> All =
    [
        new(nameof(DropDeadLayers), PassKind.Optimizing, DropDeadLayers.Run),
        new(nameof(FuseQueryKeyValue), PassKind.Optimizing, FuseQueryKeyValue.Run),
        new(nameof(StreamMix), PassKind.Optimizing, StreamMix.Run),
        new(nameof(NarrowLastLayer), PassKind.Optimizing, NarrowLastLayer.Run),

        new(nameof(FuseEpilogues), PassKind.Optimizing, FuseForTensors),
        new(nameof(Legalize), PassKind.Lowering, Legalize.Run),
        new(nameof(RollLayers), PassKind.Lowering, RollLayers.Run),
        new("CheckForTensors", PassKind.Lowering, plan => Legalize.Check(plan, Legalize.TensorForms, "TorchSharp")),
    ];

    public static EmbedderPlan Run(EmbedderPlan plan) => PassList.Run(plan, All).Verify("the last pass for TorchSharp");

    /// <summary>The same operations, but libtorch takes no more than the bias with a product: the rest is told as it is.</summary>
    private static EmbedderPlan FuseForTensors(EmbedderPlan plan) => FuseEpilogues.RunProducts(plan) with
    {
        Notes = plan.Notes.Add("a bias is part of its product; activations and residuals are computed in place where no gradient needs what was there"),
    };
}
