namespace BertGen.Tests.Text;

/// <summary>A stand-in for a compiled class: indexes with the recorded vocabularies.</summary>
internal sealed class SmallModel : IBertModel<SmallModel>
{
    public static BertModelInfo Info { get; } = Numbers(maxPieces: 512);

    public static BertModelInfo Numbers(int maxPieces, int sequenceLimit = 0, int starts = 1, int ends = 1) => new()
    {
        Name = nameof(SmallModel),
        HiddenSize = 8,
        VocabularySize = 3000,
        PositionCount = 512,
        TypeCount = 2,
        MaxPieces = maxPieces,
        NumStartTokens = starts,
        NumEndTokens = ends,
        SequenceLimit = sequenceLimit,
    };
}
