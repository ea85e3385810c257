using BertGen.Parity.Compiling;
using BertGen.Tool.Tests.Recorded;

namespace BertGen.Parity.Sentence;

/// <summary>Folders whose vectors or scores are made by modules behind the encoder: what is saved of them is compiled, and gives the same bits.</summary>
public sealed class SavedHeadTests : IDisposable
{
    private static readonly string[] Texts = ["the cat chased the mouse.", "a", "", "how do I reset my password?"];

    private readonly string _folder = Directory.CreateTempSubdirectory("heads-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("multi_plain")]
    [InlineData("multi_fixed_expansion")]
    [InlineData("multi_min_expansion_attend")]
    [InlineData("multi_pylate_3")]
    [InlineData("multi_stanford")]
    public void VectorsOfPieces(string name) => AssertSaved(name, model =>
    [
        .. model.EmbedMultiVector(EmbedRole.Query, Texts).SelectMany(vectors => vectors.Values()),
        .. model.EmbedMultiVector(EmbedRole.Document, Texts).SelectMany(vectors => vectors.Values()),
    ]);

    [Theory]
    [InlineData("cross_pooling_dense")]
    [InlineData("cross_saved_default_prompt")]
    public void Scores(string name) => AssertSaved(name, model => model.Score(Texts, [.. Texts.Reverse()]).Values());

    [Theory]
    [InlineData("sparse_sum_log1p")]
    public void SparseVectors(string name) => AssertSaved(name, model =>
        [.. model.EmbedSparse(EmbedRole.Query, Texts).Concat(model.EmbedSparse(EmbedRole.Document, Texts)).SelectMany(vector => vector.Values.ToArray())]);

    private void AssertSaved(string name, Func<IParityEmbedder, float[]> run)
    {
        string saved = Path.Combine(_folder, name);
        float[] before;
        using (IParityEmbedder model = Model(Path.Combine(RecordedSentences.Folder, "folders", name)).Load())
        {
            before = run(model);
            model.Save(saved);
        }

        Assert.Contains(before, value => value != 0);
        using IParityEmbedder again = Model(saved).Load();
        Bits.AssertEqual(before, run(again), name);
    }

    private static ModelUnderTest Model(string folder) => new(folder, "TopLayerOnly = true") { HasAllFiles = true };
}
