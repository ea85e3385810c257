using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using BertGen.Checkpoints;
using BertGen.Parity.Compiling;
using Microsoft.CodeAnalysis;

namespace BertGen.Parity.Families;

/// <summary>Every recorded case of the families that are compiled: encoders, old names, gradients, and folders that must not load.</summary>
public sealed class FamilyTests
{
    private const double Tolerance = 1e-5;
    private const string TopLayer = "TopLayerOnly = true";

    /// <summary>Folders whose config asks for another computation, which the original passes over.</summary>
    private static readonly string[] Refused =
    [
        "bert-s-relative-key", "bert-s-alibi", "distilbert-s-bert-keys",

        // What the original cannot load either.
        "modernbert-s-local-null", "gte-s-ntk", "nomic-s-original-config",
    ];

    public static TheoryData<BertTarget, string> Encoders() =>
        OfTargets(FamilyCase.All.Where(recorded => recorded.IsEncoder && !recorded.MustNotLoad && !Refused.Contains(recorded.Name)));

    [Theory]
    [MemberData(nameof(Encoders))]
    public void AnEncoderGivesTheRecordedVectors(BertTarget target, string name)
    {
        FamilyCase recorded = FamilyCase.Find(name);
        using IParityEmbedder embedder = new ModelUnderTest(recorded.Folder, TopLayer, target).Load();
        var difference = new Difference(name);
        foreach (FamilyCall call in recorded.Numbers.Calls.Where(call => !call.MustFail && !recorded.DependsOnBatch(call)))
        {
            Tensor<float> found = embedder.Forward(call.InputIds, default, Types(call), call.AttentionMask);
            difference.Add(call.Output("last_hidden_state"), Present(found, call.AttentionMask), call.Id);
        }

        Assert.True(difference.Vectors > 0);
        FamilyTable.Add(recorded, "encoder", target, difference.Largest);
        difference.AssertWithin(recorded.Tolerance);
    }

    [Theory]
    [MemberData(nameof(Encoders))]
    public void RowsThatAreTooLongFail(BertTarget target, string name)
    {
        FamilyCase recorded = FamilyCase.Find(name);
        FamilyCall[] calls = [.. recorded.Numbers.Calls.Where(call => call.MustFail || recorded.DependsOnBatch(call))];
        using IParityEmbedder embedder = new ModelUnderTest(recorded.Folder, TopLayer, target).Load();
        Assert.All(calls, call => Assert.Throws<ArgumentException>(() => embedder.Forward(call.InputIds, default, Types(call), call.AttentionMask)));
    }

    public static TheoryData<BertTarget, string> Poolers() => OfTargets(FamilyCase.All.Where(recorded =>
        recorded.IsEncoder && !recorded.MustNotLoad && !Refused.Contains(recorded.Name) && recorded.Numbers.Calls.Any(call => !call.MustFail && call.Has("pooler_output"))));

    [Theory]
    [MemberData(nameof(Poolers))]
    public void APoolerGivesTheRecordedVectors(BertTarget target, string name)
    {
        FamilyCase recorded = FamilyCase.Find(name);
        using IParityEmbedder embedder = new ModelUnderTest(recorded.Folder, TopLayer + ", Pooler = true", target).Load();
        var difference = new Difference(name);

        // With padding on the left the original pools a vector of padding, which is not computed on a device.
        foreach (FamilyCall call in recorded.Numbers.Calls.Where(call => !call.MustFail && (target == BertTarget.Managed || call.AttentionMask.All(bit => bit == 1 || call.Id == "right"))))
        {
            difference.Add(call.Output("pooler_output"), Values(embedder.Pool(call.InputIds, Types(call), call.AttentionMask)), call.Id);
        }

        Assert.True(difference.Vectors > 0);
        FamilyTable.Add(recorded, "pooler", target, difference.Largest);
        difference.AssertWithin(recorded.Tolerance);
    }

    public static TheoryData<string> Broken() => [.. FamilyCase.All.Where(recorded => recorded.MustNotLoad && !recorded.IsMaskedLanguage && !Refused.Contains(recorded.Name)).Select(recorded => recorded.Name)];

    [Theory]
    [MemberData(nameof(Broken))]
    public void MissingAndMisshapenTensorsAreErrors(string name)
    {
        FamilyCase recorded = FamilyCase.Find(name);
        bool lacksPoolerAlone = recorded.Missing.Length > 0 && recorded.Missing.All(tensor => tensor.StartsWith("pooler.", StringComparison.Ordinal));
        var model = new ModelUnderTest(recorded.Folder, TopLayer + (recorded.Family == "nomic_bert" ? "" : ", Pooler = true"));
        var error = Assert.Throws<CheckpointException>(() => model.Load().Dispose());
        Assert.All(recorded.Missing.Take(5), tensor => Assert.Contains(tensor, error.Message, StringComparison.Ordinal));
        if (lacksPoolerAlone)
        {
            new ModelUnderTest(recorded.Folder, TopLayer).Load().Dispose();
        }
    }

    [Theory]
    [InlineData("bert-s-relative-key", "BERT028", "relative_key")]
    [InlineData("bert-s-alibi", "BERT028", "alibi")]
    [InlineData("distilbert-s-bert-keys", "BERT023", "hidden_dim")]
    [InlineData("nomic-s-original-config", "BERT028", "n_embd")]
    [InlineData("gte-s-ntk", "BERT028", "ntk")]
    [InlineData("modernbert-s-local-null", "BERT028", "local_rope_theta")]
    public async Task WhatAConfigAsksForAndTheFamilyDoesNotDoIsAnError(string name, string id, string text)
    {
        Diagnostic finding = Assert.Single(await EmbedderCompiler.FindingsAsync(new ModelUnderTest(FamilyCase.Find(name).Folder)));
        Assert.Equal(id, finding.Id);
        Assert.Contains(text, finding.GetMessage(), StringComparison.Ordinal);
    }

    /// <summary>Any program may be new: which one a config means, the program that it names tells.</summary>
    [Fact]
    public async Task AModelThatIsOnlyNewIsAnError()
    {
        string folder = Directory.CreateTempSubdirectory("family-").FullName;
        try
        {
            JsonNode config = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(FamilyCase.Find("gte-s-original-type").Folder, "config.json")))!;
            Assert.True(config.AsObject().Remove("auto_map"));
            await File.WriteAllTextAsync(Path.Combine(folder, "config.json"), config.ToJsonString());
            Diagnostic finding = Assert.Single(await EmbedderCompiler.FindingsAsync(new ModelUnderTest(folder)));
            Assert.Equal("BERT028", finding.Id);
            Assert.Contains("auto_map", finding.GetMessage(), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A tensor of which a part is missing is missing.</summary>
    [Fact]
    public void APartOfATensorIsNone()
    {
        string folder = Directory.CreateTempSubdirectory("family-").FullName;
        try
        {
            string from = FamilyCase.Find("nomic-s-module-names").Folder;
            File.Copy(Path.Combine(from, "config.json"), Path.Combine(folder, "config.json"));
            byte[] weights = File.ReadAllBytes(Path.Combine(from, "model.safetensors"));
            int name = weights.AsSpan().IndexOf("layers.1.self_attn.k_proj"u8);
            "layers.7"u8.CopyTo(weights.AsSpan(name));
            File.WriteAllBytes(Path.Combine(folder, "model.safetensors"), weights);
            var error = Assert.Throws<CheckpointException>(() => new ModelUnderTest(folder, TopLayer).Load().Dispose());
            Assert.Contains("encoder.layers.1.attn.Wqkv.weight: expected", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("layers.0", error.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ReadOnlyTensorSpan<int> Types(FamilyCall call) => call.TokenTypeIds is { } types ? types.AsReadOnlyTensorSpan() : default;

    private static float[] Values(Tensor<float> tensor)
    {
        float[] values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }

    /// <summary>The vectors of the pieces that are there, text after text.</summary>
    private static float[] Present(Tensor<float> vectors, Tensor<int> mask)
    {
        int width = (int)vectors.Lengths[^1];
        float[] values = Values(vectors);
        return [.. mask.Select((bit, place) => (bit, place)).Where(piece => piece.bit == 1).SelectMany(piece => values.AsSpan(piece.place * width, width).ToArray())];
    }

    private static TheoryData<BertTarget, string> OfTargets(IEnumerable<FamilyCase> cases)
    {
        var rows = new TheoryData<BertTarget, string>();
        foreach (FamilyCase recorded in cases)
        {
            foreach (BertTarget target in Targets.All)
            {
                rows.Add(target, recorded.Name);
            }
        }

        return rows;
    }
}
