using System.Numerics.Tensors;
using BertGen.Parity.Compiling;

namespace BertGen.Parity.Families;

/// <summary>Every recorded gradient of an encoder or a classifier, of all parameters, with a mask and with the id of padding inside a text.</summary>
public sealed class FamilyGradientTests
{
    public static TheoryData<BertTarget, string> Encoders() => Of(recorded => recorded.Gradient is not null && recorded.IsEncoder);

    public static TheoryData<BertTarget, string> Classifiers() => Of(recorded => recorded.Gradient is not null && recorded.IsClassifier);

    [Theory]
    [MemberData(nameof(Encoders))]
    public void ATrainedEncoderGivesTheRecordedGradients(BertTarget target, string name)
    {
        FamilyCase recorded = FamilyCase.Find(name);
        FamilyCall call = recorded.Gradient!;
        Golden.RecordedTensors tensors = recorded.Tensors;
        bool hasPooler = recorded.Calls.First().Has("pooler_output");
        using IParityEmbedder embedder = Load(recorded, target, hasPooler ? ", Pooler = true" : "");

        // The cotangent of the vectors, spread over padding, which has no vector; that of the pooler goes through its own step.
        Tensor<float> vectors = embedder.Forward(call.InputIds, default, Types(call), call.AttentionMask);
        float[] cotangent = Spread(tensors.Values<float>("gradient.cotangent.last_hidden_state"), call.AttentionMask, (int)vectors.Lengths[^1]);
        if (hasPooler)
        {
            float[] pooled = embedder.TrainPool(vectors, tensors.Values<float>("gradient.cotangent.pooler_output")).Values();
            TensorPrimitives.Add(cotangent, pooled, cotangent);
        }

        embedder.Train(call.InputIds, default, Types(call), call.AttentionMask, cotangent);
        AssertGradients(recorded, "gradients", target, embedder);
    }

    [Theory]
    [MemberData(nameof(Classifiers))]
    public void ATrainedClassifierGivesTheRecordedGradients(BertTarget target, string name)
    {
        FamilyCase recorded = FamilyCase.Find(name);
        FamilyCall call = recorded.Gradient!;
        using IParityEmbedder embedder = Load(recorded, target);

        Tensor<float> logits = embedder.TrainClassify(
            call.InputIds, Types(call), call.AttentionMask, recorded.Tensors.Values<float>("gradient.cotangent.logits"));

        Tensor<float> inferred = embedder.Classify(call.InputIds, Types(call), call.AttentionMask);
        Targets.AssertSame(target, inferred.Values(), logits.Values(), "a step without dropout");
        AssertGradients(recorded, "classifier gradients", target, embedder);
    }

    /// <summary>None is recorded of classifiers of pieces, or of a mean: there the two targets, which have nothing in common, tell of each other.</summary>
    [Theory]
    [InlineData("bert-tokcls3", true)]
    [InlineData("distilbert-tokcls3", true)]
    [InlineData("modernbert-tokcls3", true)]
    [InlineData("modernbert-seqcls3-mean", false)]
    public void BothTargetsHaveTheGradients(string name, bool isOfPieces)
    {
        if (!Targets.All.Contains(BertTarget.TorchSharp))
        {
            return;
        }

        FamilyCase recorded = FamilyCase.Find(name);
        FamilyCall call = recorded.Numbers.Calls.Single(call => call.Id == "right");
        using IParityEmbedder managed = Load(recorded, BertTarget.Managed), torch = Load(recorded, BertTarget.TorchSharp);
        float[] cotangent = [.. Enumerable.Range(0, 3 * (isOfPieces ? (int)call.InputIds.FlattenedLength : (int)call.InputIds.Lengths[0])).Select(i => MathF.Cos(i * i))];

        Targets.AssertSame(BertTarget.TorchSharp, Train(torch).Values(), Train(managed).Values(), "logits");

        Assert.Equal(torch.TrainedNames.Order(StringComparer.Ordinal), managed.TrainedNames.Order(StringComparer.Ordinal));
        foreach (string parameter in managed.TrainedNames)
        {
            AssertGradient(torch.Gradient(parameter), managed.Gradient(parameter), parameter);
        }

        Tensor<float> Train(IParityEmbedder embedder) => isOfPieces
            ? embedder.TrainClassifyTokens(call.InputIds, Types(call), call.AttentionMask, cotangent)
            : embedder.TrainClassify(call.InputIds, Types(call), call.AttentionMask, cotangent);
    }

    /// <summary>A step with some or all layers frozen, or with layers computed again, has the gradients of what is left.</summary>
    [Theory]
    [InlineData("bert-seqcls3", "FrozenLayers = 1")]
    [InlineData("bert-seqcls3", "FrozenLayers = 2")]
    [InlineData("bert-seqcls3", "Checkpointing = true")]
    [InlineData("bert-seqcls3", "FreezeEmbeddings = true")]
    [InlineData("modernbert-seqcls3-cls", "FrozenLayers = 2")]
    [InlineData("modernbert-seqcls3-cls", "Checkpointing = true")]
    public void WhatIsLeftOfAClassifierHasTheRecordedGradients(string name, string option)
    {
        FamilyCase recorded = FamilyCase.Find(name);
        FamilyCall call = recorded.Gradient!;
        using IParityEmbedder embedder = new ModelUnderTest(recorded.Folder, $"RequiresGrad = true, {option}").Load();

        embedder.TrainClassify(call.InputIds, Types(call), call.AttentionMask, recorded.Tensors.Values<float>("gradient.cotangent.logits"));

        Assert.NotEmpty(embedder.TrainedNames);
        AssertGradients(recorded, "classifier gradients", BertTarget.Managed, embedder);
    }

    private static IParityEmbedder Load(FamilyCase recorded, BertTarget target, string options = "") =>
        new ModelUnderTest(recorded.Folder, $"TopLayerOnly = true, RequiresGrad = true{options}", target).Load();

    private static void AssertGradients(FamilyCase recorded, string what, BertTarget target, IParityEmbedder embedder)
    {
        Golden.RecordedTensors tensors = recorded.Tensors;
        Assert.NotEmpty(embedder.TrainedNames);
        foreach (string tensor in embedder.TrainedNames.Where(name => !name.StartsWith('_') && !name.StartsWith("scalar_mix", StringComparison.Ordinal)))
        {
            double largest = AssertGradient(tensors.Gradient(tensor), embedder.Gradient(tensor), tensor);
            FamilyTable.Add(recorded, what, target, largest);
        }
    }

    private static double AssertGradient(float[] expected, float[] found, string tensor)
    {
        var difference = new Difference(tensor);
        difference.Add(expected, found, tensor);
        difference.AssertWithin(2e-5 + (2e-5 * expected.Max(Math.Abs)));
        return difference.Largest;
    }

    private static ReadOnlyTensorSpan<int> Types(FamilyCall call) => call.TokenTypeIds is { } types ? types.AsReadOnlyTensorSpan() : default;

    private static float[] Spread(float[] rows, Tensor<int> mask, int width)
    {
        float[] values = new float[mask.FlattenedLength * width];
        int next = 0;
        foreach ((int bit, int place) in mask.Select((bit, place) => (bit, place)))
        {
            if (bit == 1)
            {
                rows.AsSpan(width * next++, width).CopyTo(values.AsSpan(place * width));
            }
        }

        return values;
    }

    private static TheoryData<BertTarget, string> Of(Func<FamilyCase, bool> isOf)
    {
        var rows = new TheoryData<BertTarget, string>();
        foreach (FamilyCase recorded in FamilyCase.All.Where(isOf))
        {
            foreach (BertTarget target in Targets.All)
            {
                rows.Add(target, recorded.Name);
            }
        }

        return rows;
    }
}
