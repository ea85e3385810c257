using System.IO.Compression;
using System.Numerics.Tensors;
using BertGen.Checkpoints;
using BertGen.Hub;
using BertGen.Parity.Compiling;
using Microsoft.CodeAnalysis;
using Xunit.Abstractions;

namespace BertGen.Parity.Loading;

/// <summary>Every way in which the original could find a model, through a compiled class: the same numbers, or an error that tells why.</summary>
public sealed class LoadingTests(ITestOutputHelper output) : IDisposable
{
    private const double Tolerance = 1e-5;

    // Deliberate: an epsilon in the config counts, and more activations are known.
    private const string Epsilon = "dir_eps_ignored";
    private const string Activation = "dir_bad_act";

    private readonly string _folder = Directory.CreateTempSubdirectory("bertgen-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Loaded => [.. LoadingVariant.All.Where(variant => !variant.Failed && variant.Name != Epsilon).Select(variant => variant.Name)];

    [Theory]
    [MemberData(nameof(Loaded))]
    public void AVariantGivesTheRecordedNumbers(string name)
    {
        var variant = LoadingVariant.Find(name);

        float[] values = Forward(variant);

        Difference difference = Compare(variant, values);
        output.WriteLine(difference.ToString());
        difference.AssertWithin(Tolerance);
    }

    [Fact]
    public void AnEpsilonInTheConfigCounts()
    {
        var variant = LoadingVariant.Find(Epsilon);

        Difference difference = Compare(variant, Forward(variant));

        Assert.ThrowsAny<Exception>(() => difference.AssertWithin(1000 * Tolerance));
    }

    [Fact]
    public void MoreActivationsAreKnown() => Assert.All(Forward(LoadingVariant.Find(Activation)), value => Assert.True(float.IsFinite(value)));

    [Theory]
    [InlineData("archive_nested.tar.gz", "expected model.safetensors or pytorch_model.bin at the top of this archive")]
    [InlineData("archive_plain.tar", "compress it with gzip")]
    [InlineData("does_not_exist", "does_not_exist")]
    [InlineData("dir_no_weights", "pytorch_model.bin")]
    [InlineData("dir_bad_shape", "embeddings.word_embeddings.weight: expected F32, F16, BF16 or F64 [31, 8], found F32 [30, 8]")]
    public void WhatCannotBeLoadedIsToldWhenItIsLoaded(string name, string expected)
    {
        Exception e = Assert.ThrowsAny<Exception>(() => Forward(LoadingVariant.Find(name)));

        Assert.True(e is CheckpointException or HubException, e.ToString());
        Assert.Contains(expected, e.Message);
    }

    [Theory]
    [InlineData("dir_no_config", "config.json")]
    [InlineData("dir_bad_heads", "num_attention_heads")]
    public async Task WhatCannotBeCompiledIsACompileError(string name, string expected)
    {
        string path = LoadingVariant.Find(name).CopyTo(_folder);

        Diagnostic finding = Assert.Single(await EmbedderCompiler.FindingsAsync(new ModelUnderTest(path)));

        Assert.Equal(DiagnosticSeverity.Error, finding.Severity);
        Assert.Contains(expected, finding.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Fact]
    public void EveryVariantIsTested()
    {
        string[] told = ["archive_nested.tar.gz", "archive_plain.tar", "does_not_exist", "dir_no_weights", "dir_bad_shape", "dir_no_config", "dir_bad_heads"];

        Assert.Equal(
            LoadingVariant.All.Select(variant => variant.Name).Order(),
            [.. LoadingVariant.All.Where(variant => !variant.Failed).Select(variant => variant.Name).Concat(told).Append(Activation).Order()]);
    }

    private float[] Forward(LoadingVariant variant)
    {
        string path = variant.CopyTo(_folder);
        if (variant.Name == "archive_plain.tar")
        {
            using var packed = new GZipStream(File.OpenRead(LoadingVariant.Find("archive_config.tar.gz").CopyTo(_folder)), CompressionMode.Decompress);
            using FileStream plain = File.Create(path);
            packed.CopyTo(plain);
        }

        // What has no config of its own is loaded by the class that was compiled from the model's.
        string folder = Directory.Exists(path) ? path : LoadingVariant.Find("dir_config").CopyTo(_folder);
        using IParityEmbedder embedder = new ModelUnderTest(folder).Load(path);
        Tensor<float> result = embedder.Forward(new ReadOnlyTensorSpan<int>(LoadingOutputs.InputIds, [LoadingOutputs.Rows, LoadingOutputs.InputIds.Length / LoadingOutputs.Rows]));
        float[] values = new float[result.FlattenedLength];
        result.FlattenTo(values);
        return values;
    }

    private static Difference Compare(LoadingVariant variant, float[] values)
    {
        const int Hidden = LoadingOutputs.Hidden;
        float[] recorded = LoadingOutputs.Read(variant.Output!);
        var difference = new Difference(variant.Name);
        for (int position = 0; position < LoadingOutputs.InputIds.Length; position++)
        {
            // Padding comes out as zero.
            ReadOnlySpan<float> expected = LoadingOutputs.InputIds[position] == 0 ? new float[Hidden] : recorded.AsSpan(position * Hidden, Hidden);
            difference.Add(expected, values.AsSpan(position * Hidden, Hidden), $"position {position}");
        }

        return difference;
    }
}
