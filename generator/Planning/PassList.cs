using System.Collections.Immutable;
using BertGen.Generator.Planning.Passes;

namespace BertGen.Generator.Planning;

/// <summary>The passes for the managed engine, in the one order in which they run.</summary>
internal static class PassList
{
    /// <summary>Those that change what is computed; a training step runs them too.</summary>
    public static readonly ImmutableArray<Pass> Computation =
    [
        // What nobody reads goes first, so that no later pass works on it.
        new(nameof(DropDeadLayers), PassKind.Optimizing, DropDeadLayers.Run),

        // While every product is an operation by itself; what is fused later keeps its element type.
        new(nameof(RoundProducts), PassKind.Precision, RoundProducts.Run),

        // Both match the naive form of their operations, which the fusions below take apart.
        new(nameof(FoldTokenTypes), PassKind.OptimizingUntrained, FoldTokenTypes.Run),
        new(nameof(FuseQueryKeyValue), PassKind.OptimizingUntrained, FuseQueryKeyValue.Run),

        // As a running sum the mix reads every layer where it is made; only then can the rows of the last be narrowed
        // without touching the summands before it.
        new(nameof(StreamMix), PassKind.OptimizingUntrained, StreamMix.Run),
        new(nameof(NarrowLastLayer), PassKind.Optimizing, NarrowLastLayer.Run),
    ];

    public static readonly ImmutableArray<Pass> All =
    [
        .. Computation,

        // Fuses across what the selection of rows has left; what is fused has no value of its own to place.
        new(nameof(FuseEpilogues), PassKind.OptimizingUntrained, FuseEpilogues.Run),

        // Finds what the passes before have left for it, whichever they were.
        new(nameof(Legalize), PassKind.Lowering, Legalize.Run),

        // Asks which operations are left around the attention.
        new(nameof(SplitHeads), PassKind.Optimizing, SplitHeads.Run),

        // Lives are counted over single operations, so values are placed before layers become calls.
        new(nameof(PlaceValues), PassKind.Lowering, PlaceValues.Run),
        new(nameof(RollLayers), PassKind.Lowering, RollLayers.Run),
        new("CheckForEngine", PassKind.Lowering, plan => Legalize.Check(plan, Legalize.EngineForms, "the managed engine")),
    ];

    /// <summary>Runs all of them. A build verifies what comes out; the tests, what comes out of each.</summary>
    public static EmbedderPlan Run(EmbedderPlan plan) => Run(plan, All).Verify("the last pass");

    /// <summary>Runs some passes.</summary>
    public static EmbedderPlan Run(EmbedderPlan plan, IEnumerable<Pass> passes) =>
        passes.Aggregate(plan, static (current, pass) => pass.Run(current));
}
