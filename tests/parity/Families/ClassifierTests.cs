using System.Numerics.Tensors;
using BertGen.Parity.Compiling;

namespace BertGen.Parity.Families;

/// <summary>Logits of classifiers of sequences, and rows that have none.</summary>
public sealed class ClassifierTests
{
    public static TheoryData<BertTarget, string> Cases()
    {
        var rows = new TheoryData<BertTarget, string>();
        foreach (FamilyCase recorded in FamilyCase.All.Where(recorded => recorded.IsClassifier))
        {
            foreach (BertTarget target in Targets.All)
            {
                rows.Add(target, recorded.Name);
            }
        }

        return rows;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AClassifierGivesTheRecordedLogits(BertTarget target, string name)
    {
        FamilyCase recorded = FamilyCase.Find(name);
        using IParityEmbedder embedder = new ModelUnderTest(recorded.Folder, "TopLayerOnly = true", target).Load();
        var difference = new Difference(name);
        foreach (FamilyCall call in recorded.Numbers.Calls.Where(call => call.Id == "right" || (call.Id == "left" && ComputesPadding(target, name))))
        {
            Add(embedder, call, difference);
        }

        FamilyTable.Add(recorded, "classifier", target, difference.Largest);
        difference.AssertWithin(recorded.Tolerance);
    }

    /// <summary>Padding has a vector on the processor; not of a model in which it may see no piece.</summary>
    private static bool ComputesPadding(BertTarget target, string name) => target == BertTarget.Managed && name != "modernbert-seqcls3-cls";

    private static void Add(IParityEmbedder embedder, FamilyCall call, Difference difference)
    {
        Tensor<float> logits = embedder.Classify(call.InputIds, call.TokenTypeIds is { } types ? types.AsReadOnlyTensorSpan() : default, call.AttentionMask);
        float[] found = new float[logits.FlattenedLength];
        logits.FlattenTo(found);
        difference.Add(call.Output("logits"), found, call.Id);
        Assert.Equal(call.InputIds.Lengths[0], logits.Lengths[0]);
        Assert.Equal(2, logits.Rank);
    }

    /// <summary>With padding on the left the original classifies by the vector of padding, which is not computed on a device, nor where it may see no piece.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void ARowThatBeginsWithPaddingIsRefusedOtherwise(BertTarget target, string name)
    {
        if (ComputesPadding(target, name))
        {
            return;
        }

        FamilyCase recorded = FamilyCase.Find(name);
        using IParityEmbedder embedder = new ModelUnderTest(recorded.Folder, "TopLayerOnly = true", target).Load();
        FamilyCall call = recorded.Numbers.Calls.Single(call => call.Id == "left");
        Assert.Contains(0, call.AttentionMask);
        var error = Assert.Throws<ArgumentException>(() => embedder.Classify(call.InputIds, default, call.AttentionMask));
        Assert.Contains("first piece", error.Message, StringComparison.Ordinal);
    }
}
