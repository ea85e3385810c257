using System.Collections.Immutable;
using BertGen.Generator.Planning.Passes;

namespace BertGen.Generator.Planning;

/// <summary>The passes, in the one order in which they run.</summary>
internal static class PassList
{
    public static readonly ImmutableArray<(string Name, Func<EmbedderPlan, EmbedderPlan> Run)> All =
    [
        // What nobody reads goes first, so that no later pass works on it. The pooler reads the last layer and would keep
        // every layer below it alive, so it goes before the layers do.
        (nameof(DropPooler), DropPooler.Run),
        (nameof(DropDeadLayers), DropDeadLayers.Run),

        // Both match the naive form of their operations, which the fusions below take apart.
        (nameof(FoldTokenTypes), FoldTokenTypes.Run),
        (nameof(FuseQueryKeyValue), FuseQueryKeyValue.Run),

        // As a running sum the mix reads every layer where it is made; only then can the rows of the last be narrowed
        // without touching the summands before it.
        (nameof(StreamMix), StreamMix.Run),
        (nameof(NarrowLastLayer), NarrowLastLayer.Run),

        // Fuses across what the selection of rows has left; what is fused has no value of its own to place.
        (nameof(FuseEpilogues), FuseEpilogues.Run),

        // Lives are counted over single operations, so values are placed before layers become calls.
        (nameof(PlaceValues), PlaceValues.Run),
        (nameof(RollLayers), RollLayers.Run),
    ];

    public static EmbedderPlan Run(EmbedderPlan plan)
    {
        plan.Verify("building");
        foreach ((string name, Func<EmbedderPlan, EmbedderPlan> run) in All)
        {
            plan = run(plan).Verify(name);
        }

        return plan;
    }
}
