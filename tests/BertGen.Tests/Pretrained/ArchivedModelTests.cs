using System.Formats.Tar;
using System.IO.Compression;
using System.Numerics.Tensors;
using BertGen.Checkpoints;
using BertGen.Tests.Checkpoints;
using BertGen.Tests.Compiled;
using BertGen.Text;

namespace BertGen.Tests.Pretrained;

/// <summary>A model in one archive has its config and its vocabulary there, and not beside it.</summary>
public sealed class ArchivedModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ItComputesWhatTheFolderComputes()
    {
        string archive = Archive("config.json", "vocab.txt", "model.safetensors");
        File.WriteAllText(_folder.File("config.json"), "{}"); // of something else
        using LongTextMean archived = LongTextMean.Load(archive);
        using LongTextMean model = LongTextMean.Load(Models.EndToEnd);
        Assert.Equal(Models.Values(model.Embed("one text")), Models.Values(archived.Embed("one text")));
        Assert.Equal(LongTextMean.LoadIndexer(Models.EndToEnd).Vocabulary.Entries, LongTextMean.LoadIndexer(archive).Vocabulary.Entries);
    }

    [Fact]
    public void ItsConfigIsCompared()
    {
        string archive = Archive("config.json", "model.safetensors");
        var error = Assert.Throws<CheckpointException>(() => OtherEpsilon.Load(archive));
        Assert.StartsWith($"{Path.Combine(archive, "config.json")}: describes another model", error.Message, StringComparison.Ordinal);
        Assert.Contains("layer_norm_eps: compiled 0.5, found 1e-12", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AVocabularyThatIsNotThereIsMissed()
    {
        string archive = Archive("config.json", "model.safetensors");
        Assert.Throws<VocabularyException>(() => LongTextMean.Load(archive));
        Assert.Throws<VocabularyException>(() => LongTextMean.LoadIndexer(archive));
    }

    [Fact]
    public void ItIsSavedAsAFolder()
    {
        using EndToEnd archived = EndToEnd.Load(Archive("config.json", "vocab.txt", "model.safetensors"));
        Assert.Contains("vocab.txt", archived.Save(_folder.File("saved")));
        using EndToEnd saved = EndToEnd.Load(_folder.File("saved"), cache: false);
        Tensor<int> ids = Tensor.Create([2, 5, 7, 3], [1, 4]);
        Assert.Equal(Models.Values(archived.Forward(ids)), Models.Values(saved.Forward(ids)));
    }

    private string Archive(params string[] names)
    {
        string path = _folder.File("model.tar.gz");
        using var tar = new TarWriter(new GZipStream(File.Create(path), CompressionLevel.Fastest));
        foreach (string name in names)
        {
            tar.WriteEntry(Path.Combine(Models.EndToEnd, name), name);
        }

        return path;
    }
}
