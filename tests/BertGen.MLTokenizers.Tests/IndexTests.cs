using BertGen.MLTokenizers;
using Microsoft.ML.Tokenizers;

namespace BertGen.Tests.MLTokenizers;

/// <summary>The indexer does the same with the pieces of another tokenizer as with its own.</summary>
public sealed class IndexTests
{
    private static readonly string Vocabulary = Path.Combine(AppContext.BaseDirectory, "tokenizer", "vocab-uncased.txt");

    [Fact]
    public void PlainTextsGiveTheSameInput()
    {
        string[] texts = ["The quick brown fox", "", "the dogs, jumping"];
        BertIndexer<Model> indexer = BertIndexer<Model>.Load(Vocabulary);
        BertInput<Model> own = indexer.Index(texts);
        BertInput<Model> other = indexer.Index(BertTokenizer.Create(Vocabulary, new BertOptions { LowerCaseBeforeTokenization = true }), texts);

        Assert.Equal(own.InputIds.ToArray(), other.InputIds.ToArray());
        Assert.Equal(own.TokenTypeIds.ToArray(), other.TokenTypeIds.ToArray());
        Assert.Equal(own.Offsets.ToArray(), other.Offsets.ToArray());
        Assert.Equal(own.Mask.ToArray(), other.Mask.ToArray());
    }

    /// <summary>The numbers of a model with the recorded vocabulary.</summary>
    private sealed class Model : IBertModel<Model>
    {
        public static BertModelInfo Info { get; } = new()
        {
            Name = nameof(Model),
            HiddenSize = 8,
            VocabularySize = 100_000,
            PositionCount = 512,
            TypeCount = 2,
            MaxPieces = 512,
            NumStartTokens = 1,
            NumEndTokens = 1,
        };
    }
}
