using BertGen.Parity.Golden;

namespace BertGen.Parity.Differences;

/// <summary>An input that must be refused, with the parameter and, for a value, the position that the message must name.</summary>
internal sealed record InvalidInput(string Parameter, string? Place)
{
    public static InvalidInput? Find(GoldenCase item)
    {
        if (item.InputIds.Shape.Length < 2)
        {
            return new InvalidInput("inputIds", Place: null);
        }

        int kept = Recombined.Pieces(item.InputIds.Width, item.Options).Length;
        return Find(item.InputIds, "inputIds", item.Config.VocabularySize)
            ?? Find(item.TokenTypeIds, "tokenTypeIds", item.Config.TypeCount)
            ?? Find(item.Offsets, "offsets", kept);
    }

    private static InvalidInput? Find(IntTensor? tensor, string parameter, int limit)
    {
        int index = tensor is null ? -1 : Array.FindIndex(tensor.Values, value => value < 0 || value >= limit);
        return index < 0 ? null : new InvalidInput(parameter, tensor!.Place(index));
    }
}
