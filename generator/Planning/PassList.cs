using System.Collections.Immutable;
using BertGen.Generator.Planning.Passes;

namespace BertGen.Generator.Planning;

/// <summary>The passes, in the one order in which they run.</summary>
internal static class PassList
{
    /// <summary>Those that change what is computed; a training step runs them too.</summary>
    public static readonly ImmutableArray<Func<EmbedderPlan, EmbedderPlan>> Computation =
    [
        // What nobody reads goes first, so that no later pass works on it.
        DropDeadLayers.Run,

        // Both match the naive form of their operations, which the fusions below take apart.
        FoldTokenTypes.Run,
        FuseQueryKeyValue.Run,

        // As a running sum the mix reads every layer where it is made; only then can the rows of the last be narrowed
        // without touching the summands before it.
        StreamMix.Run,
        NarrowLastLayer.Run,
    ];

    public static readonly ImmutableArray<Func<EmbedderPlan, EmbedderPlan>> All =
    [
        .. Computation,

        // Fuses across what the selection of rows has left; what is fused has no value of its own to place.
        FuseEpilogues.Run,

        // Lives are counted over single operations, so values are placed before layers become calls.
        PlaceValues.Run,
        RollLayers.Run,
    ];

    /// <summary>Runs all of them. A build verifies what comes out; the tests, what comes out of each.</summary>
    public static EmbedderPlan Run(EmbedderPlan plan) => Run(plan, All).Verify("the last pass");

    /// <summary>Runs some passes.</summary>
    public static EmbedderPlan Run(EmbedderPlan plan, IEnumerable<Func<EmbedderPlan, EmbedderPlan>> passes) =>
        passes.Aggregate(plan, static (current, pass) => pass(current));
}
