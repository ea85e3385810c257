using BertGen.Generator.Configuration;

namespace BertGen.Generator.Architectures.Bert;

/// <summary>
/// The published models whose names compile without any file. Each is a folder that exists only here, with the files that
/// a folder of the model would have.
/// </summary>
internal static class BertModels
{
    // The organisation that the hub keeps them under.
    private const string Organisation = "google-bert/";

    private static readonly KnownModel[] All =
    [
        new("bert-base-uncased", VocabularySize: 30522),
        new("bert-large-uncased", VocabularySize: 30522, IsLarge: true),
        new("bert-base-cased", VocabularySize: 28996, IsCased: true),
        new("bert-large-cased", VocabularySize: 28996, IsLarge: true, IsCased: true),
        new("bert-base-multilingual-uncased", VocabularySize: 105879),
        new("bert-base-multilingual-cased", VocabularySize: 119547, IsCased: true),
        new("bert-base-chinese", VocabularySize: 21128),
    ];

    public static IReadOnlyList<string> Names => [.. All.Select(model => model.Name)];

    /// <summary>The files of a model; null where the name is another.</summary>
    public static ModelFile[]? Find(string name)
    {
        string bare = name.StartsWith(Organisation, StringComparison.Ordinal) ? name.Substring(Organisation.Length) : name;
        return Array.Find(All, model => model.Name == bare)?.Files;
    }

    private sealed record KnownModel(string Name, int VocabularySize, bool IsLarge = false, bool IsCased = false)
    {
        public ModelFile[] Files =>
        [
            new ConfigFile($"{Name}/{ModelFileReader.ConfigName}", [], Config),
            new TokenizerFile($"{Name}/{ModelFileReader.TokenizerName}", [], Lowercase: !IsCased, StripAccents: null, SplitChineseCharacters: true),
        ];

        private EncoderConfig Config => new()
        {
            VocabularySize = VocabularySize,
            HiddenSize = IsLarge ? 1024 : 768,
            LayerCount = IsLarge ? 24 : 12,
            HeadCount = IsLarge ? 16 : 12,
            IntermediateSize = IsLarge ? 4096 : 3072,
            PositionCount = 512,
            TypeCount = 2,
            Activation = "gelu",
            LayerNormEpsilon = "1e-12",
            HiddenDropout = 0.1,
            AttentionDropout = 0.1,
            ModelType = "bert",
            PositionEmbeddingType = "absolute",
        };
    }
}
