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
    public static readonly ImmutableArray<Func<EmbedderPlan, EmbedderPlan>> All =
    [
        DropDeadLayers.Run,
        FuseQueryKeyValue.Run,
        StreamMix.Run,
        NarrowLastLayer.Run,

        FuseForTensors,
        RollLayers.Run,
    ];

    public static EmbedderPlan Run(EmbedderPlan plan) => PassList.Run(plan, All).Verify("the last pass for TorchSharp");

    /// <summary>The same operations, but libtorch takes no more than the bias with a product: the rest is told as it is.</summary>
    private static EmbedderPlan FuseForTensors(EmbedderPlan plan) => FuseEpilogues.RunProducts(plan) with
    {
        Notes = plan.Notes.Add("a bias is part of its product; activations and residuals are computed in place where no gradient needs what was there"),
    };
}
