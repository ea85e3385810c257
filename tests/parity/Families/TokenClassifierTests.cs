using System.Numerics.Tensors;
using BertGen.Parity.Compiling;

namespace BertGen.Parity.Families;

/// <summary>Logits of classifiers of pieces, of the pieces whose mask is 1.</summary>
public sealed class TokenClassifierTests
{
    public static TheoryData<BertTarget, string> Cases()
    {
        var rows = new TheoryData<BertTarget, string>();
        foreach (FamilyCase recorded in FamilyCase.All.Where(recorded => recorded.IsTokenClassifier))
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
    public void EveryPieceHasTheRecordedLogits(BertTarget target, string name)
    {
        FamilyCase recorded = FamilyCase.Find(name);
        using IParityEmbedder embedder = new ModelUnderTest(recorded.Folder, "TopLayerOnly = true", target).Load();
        var difference = new Difference(name);
        foreach (FamilyCall call in recorded.Numbers.Calls)
        {
            Tensor<float> logits = embedder.ClassifyTokens(call.InputIds, call.TokenTypeIds is { } types ? types.AsReadOnlyTensorSpan() : default, call.AttentionMask);
            int width = (int)logits.Lengths[^1];
            float[] values = new float[logits.FlattenedLength];
            logits.FlattenTo(values);
            float[] present = [.. call.AttentionMask.Select((bit, place) => (bit, place)).Where(piece => piece.bit == 1).SelectMany(piece => values.AsSpan(piece.place * width, width).ToArray())];
            difference.Add(call.Output("logits"), present, call.Id);
        }

        Assert.True(difference.Vectors > 0);
        FamilyTable.Add(recorded, "tokens", target, difference.Largest);
        difference.AssertWithin(recorded.Tolerance);
    }
}
