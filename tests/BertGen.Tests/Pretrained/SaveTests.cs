using System.Numerics.Tensors;
using System.Text;
using BertGen.Checkpoints;
using BertGen.Checkpoints.Safetensors;
using BertGen.Tests.Checkpoints;
using BertGen.Tests.Compiled;

namespace BertGen.Tests.Pretrained;

/// <summary>A saved model is the one that was loaded, to the bit, in the form that other programs read.</summary>
public sealed class SaveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("saved");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WhatIsSavedAndLoadedComputesTheSameBits()
    {
        using WordNetMix model = WordNetMix.Load(Models.WordNetMini);
        model.ScalarMix.Weights = [0.5f, -1f, 2f];
        model.ScalarMix.Gamma = 1.5f;
        Assert.Equal(["config.json", "tokenizer_config.json", "model.safetensors", "vocab.txt"], model.Save(Target));
        using WordNetMix saved = WordNetMix.Load(Target, cache: false);
        Assert.Equal([0.5f, -1f, 2f], saved.ScalarMix.Weights.ToArray());
        Assert.Equal(1.5f, saved.ScalarMix.Gamma);
        Tensor<int> ids = Models.Ids(2, 40);
        Assert.Equal(Models.Values(model.Forward(ids)), Models.Values(saved.Forward(ids)));
        Assert.Equal(9000, WordNetMix.LoadIndexer(Target).Vocabulary.IdCount);
    }

    /// <summary>A class that loaded one layer of three saves all three; the pooler is saved where there is one.</summary>
    [Fact]
    public void AllTensorsAreSavedAsTheyWere()
    {
        using (WordNetFirstLayer model = WordNetFirstLayer.Load(Models.WordNetMini))
        {
            model.Save(Target);
        }

        AssertSameTensors(Models.WordNetMini, Target);
        using (EndToEnd model = EndToEnd.Load(Models.EndToEnd))
        {
            model.Save(_folder.File("other"));
        }

        AssertSameTensors(Models.EndToEnd, _folder.File("other"));
    }

    [Fact]
    public void OtherLoadersFindWhatTheyExpect()
    {
        string old = Rename(Models.EndToEnd);
        using EndToEnd model = EndToEnd.Load(old);
        model.Save(Target);
        using Checkpoint saved = Checkpoint.Open(Target);
        using Checkpoint original = Checkpoint.Open(Models.EndToEnd);
        Assert.Equal(
            original.Tensors.Select(tensor => tensor.ToString()).Order(StringComparer.Ordinal),
            saved.Tensors.Select(tensor => tensor.ToString()).Where(text => !text.StartsWith("_scalar_mix.", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        string header = Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(Target, "model.safetensors")).AsSpan(8, 200));
        Assert.StartsWith("{\"__metadata__\":{\"format\":\"pt\"},", header, StringComparison.Ordinal);
        BertConfig config = BertConfig.Load(Path.Combine(Models.EndToEnd, "config.json"));
        Assert.Equal(config, BertConfig.Load(Path.Combine(Target, "config.json")));
        Assert.Contains("\"do_lower_case\": true", File.ReadAllText(Path.Combine(Target, "tokenizer_config.json")), StringComparison.Ordinal);
    }

    [Fact]
    public void AModelWithoutAVocabularyIsSavedWithoutOne()
    {
        File.Copy(Path.Combine(Models.WordNetMini, "model.safetensors"), _folder.File("weights.safetensors"));
        using WordNetMix model = WordNetMix.Load(_folder.File("weights.safetensors"));
        Assert.DoesNotContain("vocab.txt", model.Save(Target));
        Assert.False(File.Exists(Path.Combine(Target, "vocab.txt")));
    }

    [Fact]
    public void AFolderIsReplacedOnlyWhereThatIsAskedFor()
    {
        using EndToEnd model = EndToEnd.Load(Models.EndToEnd);
        Directory.CreateDirectory(Target); // nothing is lost in an empty one
        model.Save(Target);
        model.ScalarMix.Gamma = 2f;
        Assert.Contains("overwrite: true", Assert.Throws<IOException>(() => model.Save(Target)).Message, StringComparison.Ordinal);
        model.Save(Target, overwrite: true);
        using EndToEnd saved = EndToEnd.Load(Target);
        Assert.Equal(2f, saved.ScalarMix.Gamma);
        Assert.Equal(["saved"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void FilesThatNoSavedModelHasAreNotReplaced()
    {
        using EndToEnd model = EndToEnd.Load(Models.EndToEnd);
        model.Save(Target);
        File.WriteAllText(Path.Combine(Target, "thesis.tex"), "years of work");
        var error = Assert.Throws<IOException>(() => model.Save(Target, overwrite: true));
        Assert.Contains("thesis.tex is no file of a saved model", error.Message, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("file"), "");
        Assert.Throws<IOException>(() => model.Save(_folder.File("file"), overwrite: true));
        Assert.Equal("years of work", File.ReadAllText(Path.Combine(Target, "thesis.tex")));
    }

    [Fact]
    public void ASaveThatFailsChangesNothing()
    {
        string source = _folder.File("source");
        Directory.CreateDirectory(source);
        string weights = Path.Combine(source, "model.safetensors");
        File.Copy(Path.Combine(Models.EndToEnd, "model.safetensors"), weights);
        using EndToEnd model = EndToEnd.Load(source);
        model.Save(Target);
        byte[] before = File.ReadAllBytes(Path.Combine(Target, "model.safetensors"));
        File.SetLastWriteTimeUtc(weights, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        model.ScalarMix.Gamma = 3f;
        var changed = Assert.Throws<CheckpointException>(() => model.Save(Target, overwrite: true));
        Assert.Contains("has changed since it was loaded", changed.Message, StringComparison.Ordinal);
        File.Delete(weights);
        Assert.Throws<CheckpointException>(() => model.Save(Target, overwrite: true));
        Assert.Equal(before, File.ReadAllBytes(Path.Combine(Target, "model.safetensors")));
        Assert.Equal(["saved", "source"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <summary>Training goes on after a save over the model's own files.</summary>
    [Fact]
    public void AModelIsSavedOverItsOwnSourceAgainAndAgain()
    {
        using (EndToEnd original = EndToEnd.Load(Models.EndToEnd))
        {
            original.Save(Target);
        }

        using EndToEnd model = EndToEnd.Load(Target);
        for (float gamma = 2f; gamma < 5f; gamma++)
        {
            model.ScalarMix.Gamma = gamma;
            model.Save(Target, overwrite: true);
            using EndToEnd saved = EndToEnd.Load(Target);
            Assert.Equal(gamma, saved.ScalarMix.Gamma);
        }
    }

    private static void AssertSameTensors(string expectedPath, string actualPath)
    {
        using Checkpoint expected = Checkpoint.Open(expectedPath);
        using Checkpoint actual = Checkpoint.Open(actualPath);
        foreach (TensorEntry tensor in expected.Tensors)
        {
            Assert.Equal(Values(expected, tensor), Values(actual, actual.Find(tensor.Name)!));
        }
    }

    private static float[] Values(Checkpoint checkpoint, TensorEntry tensor)
    {
        float[] values = new float[tensor.Shape.Aggregate(1L, (product, dimension) => product * dimension)];
        FloatConversion.ToFloat32(tensor.Type, checkpoint.GetBytes(tensor, 0, (int)tensor.ByteLength), values);
        return values;
    }

    /// <summary>A copy with the names of old: a prefix, gamma and beta, and a head that is not BERT's.</summary>
    private string Rename(string model)
    {
        string folder = _folder.File("old");
        Directory.CreateDirectory(folder);
        using Checkpoint checkpoint = Checkpoint.Open(model);
        var writer = new SafetensorsWriter();
        foreach (TensorEntry tensor in checkpoint.Tensors)
        {
            string name = tensor.Name.Replace("LayerNorm.weight", "LayerNorm.gamma").Replace("LayerNorm.bias", "LayerNorm.beta");
            writer.Add("bert." + name, tensor.Type, tensor.Shape.AsSpan(), checkpoint.GetBytes(tensor, 0, (int)tensor.ByteLength).ToArray());
        }

        writer.Add("cls.predictions.bias", [2], [1f, 2f]);
        writer.Save(Path.Combine(folder, "model.safetensors"));
        return folder;
    }
}
