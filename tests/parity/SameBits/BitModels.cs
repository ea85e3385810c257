using BertGen.Parity.Compiling;

namespace BertGen.Parity.SameBits;

/// <summary>Models whose results must not depend, to the bit, on anything but the text.</summary>
internal static class BitModels
{
    private static readonly string Wide = Path.Combine(RepositoryFolder.Golden, "wide128");

    private static readonly Dictionary<string, (ModelUnderTest Model, int VocabularySize)> Models = new()
    {
        ["wide128, learned mix"] = (new ModelUnderTest(Wide), 120),
        ["wide128, top layer"] = (new ModelUnderTest(Wide, "TopLayerOnly = true"), 120),
        ["wide128, constant mix"] = (new ModelUnderTest(Wide, "ScalarMixParameters = [0.5, double.NegativeInfinity, 1, 0.25]"), 120),
        ["wide128, windows of 10"] = (new ModelUnderTest(Wide, "MaxPieces = 10, NumStartTokens = 2"), 120),
        ["wordnet-mini"] = (new ModelUnderTest(RepositoryFolder.WordNetMini, "TopLayerOnly = true"), 9000),
        ["wordnet-mini, learned mix"] = (new ModelUnderTest(RepositoryFolder.WordNetMini), 9000),
    };

    public static TheoryData<string> Names => new(Models.Keys);

    public static IParityEmbedder Load(string name) => Models[name].Model.Load();

    /// <summary>Texts of many lengths, with some that are longer than any window where <paramref name="long"/> holds.</summary>
    public static int[][] Texts(string name, bool @long = true)
    {
        // Around the block sizes of the kernels, where remainders begin.
        int[] lengths = [1, 2, 3, 5, 6, 7, 8, 11, 12, 13, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48, 63, 64, .. @long ? [65, 130, 530] : Array.Empty<int>()];
        var random = new Random(7);
        return [.. lengths.Select(length => Enumerable.Range(0, length).Select(_ => random.Next(1, Models[name].VocabularySize)).ToArray())];
    }
}
