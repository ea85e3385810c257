namespace BertGen.Tests.Text;

/// <summary>A stand-in for the class that the sample model compiles to.</summary>
internal sealed class WordNetMiniNumbers : IBertModel<WordNetMiniNumbers>
{
    public static BertModelInfo Info { get; } = SmallModel.Numbers(maxPieces: 512, sequenceLimit: 512) with
    {
        Name = nameof(WordNetMiniNumbers),
        HiddenSize = 192,
        VocabularySize = 9000,
    };
}
