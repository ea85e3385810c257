using BertGen.Checkpoints;

namespace BertGen.Tool;

/// <summary>What a config says of the size and the cost of its model, without the pooler.</summary>
internal readonly record struct ModelSize(long Parameters, long FlopsPerPiece, long FlopsPerPair)
{
    public static ModelSize Of(BertConfig config)
    {
        long hidden = config.HiddenSize;

        // A multiplication and an addition for every weight of the products: four square ones and two of the feed-forward.
        long layer = 2 * ((4 * hidden * hidden) + (2 * hidden * config.IntermediateSize));

        // For every piece that a piece attends to: a score and a weighted value, over all heads.
        long pair = 4 * hidden;
        return new ModelSize(config.Weights().Sum(weight => (long)weight.Count), config.LayerCount * layer, config.LayerCount * pair);
    }
}
