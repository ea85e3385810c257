using System.Numerics.Tensors;
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

        // Scaling that makes a text's vector depend on the others of its batch, and what the original cannot load either.
        "nomic-c", "gte-c", "gte-c-rope-scaling", "modernbert-s-local-null", "gte-s-ntk",

        // Names that no published file has.
        "nomic-s-module-names", "gte-s-module-names", "jina3-s-module-names",
    ];

    public static TheoryData<BertTarget, string> Encoders() =>
        OfTargets(FamilyCase.All.Where(recorded => recorded.IsEncoder && !recorded.MustNotLoad && !Refused.Contains(recorded.Name)));

    [Theory]
    [MemberData(nameof(Encoders))]
    public void AnEncoderGivesTheRecordedVectors(BertTarget target, string name)
    {
        FamilyCase recorded = FamilyCase.Find(name);
        using IParityEmbedder embedder = new ModelUnderTest(recorded.Folder, TopLayer + recorded.Window, target).Load();
        var difference = new Difference(name);
        foreach (FamilyCall call in recorded.Numbers.Calls.Where(call => !call.MustFail))
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
        FamilyCall[] calls = [.. recorded.Numbers.Calls.Where(call => call.MustFail)];
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
        using IParityEmbedder embedder = new ModelUnderTest(recorded.Folder, TopLayer + recorded.Window + ", Pooler = true", target).Load();
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

    public static TheoryData<string> Broken() => [.. FamilyCase.All.Where(recorded => recorded.MustNotLoad && !Refused.Contains(recorded.Name)).Select(recorded => recorded.Name)];

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
    [InlineData("nomic-c", "BERT028", "dynamic")]
    [InlineData("gte-c", "BERT028", "dynamic")]
    [InlineData("gte-c-rope-scaling", "BERT028", "dynamic")]
    [InlineData("gte-s-ntk", "BERT028", "ntk")]
    [InlineData("modernbert-s-local-null", "BERT028", "local_rope_theta")]
    public async Task WhatAConfigAsksForAndTheFamilyDoesNotDoIsAnError(string name, string id, string text)
    {
        Diagnostic finding = Assert.Single(await EmbedderCompiler.FindingsAsync(new ModelUnderTest(FamilyCase.Find(name).Folder)));
        Assert.Equal(id, finding.Id);
        Assert.Contains(text, finding.GetMessage(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nomic-s-module-names", "attn.Wqkv.weight")]
    [InlineData("gte-s-module-names", "attention.qkv_proj.weight")]
    [InlineData("jina3-s-module-names", "mixer.Wqkv.weight")]
    public void NamesOfModulesAreMissingTensors(string name, string tensor)
    {
        var error = Assert.Throws<CheckpointException>(() => new ModelUnderTest(FamilyCase.Find(name).Folder, TopLayer).Load().Dispose());
        Assert.Contains(tensor, error.Message, StringComparison.Ordinal);
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
