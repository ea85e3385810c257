using System.Numerics.Tensors;
using BertGen.Checkpoints;
using BertGen.Parity.Compiling;

namespace BertGen.Parity.Families;

/// <summary>Logits of masked-language heads, of the pieces whose mask is 1: with decoders of their own, and with those that are the table of words.</summary>
public sealed class MaskedLanguageTests
{
    private const string Options = "TopLayerOnly = true, Head = BertHead.MaskedLanguage";

    /// <summary>Logits add up more products than vectors, and the original in single precision is off by more.</summary>
    private const double Tolerance = 5e-5;

    public static TheoryData<BertTarget, string> Cases()
    {
        var rows = new TheoryData<BertTarget, string>();
        foreach (FamilyCase recorded in FamilyCase.All.Where(recorded => recorded.IsMaskedLanguage && !recorded.MustNotLoad))
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
        using IParityEmbedder embedder = new ModelUnderTest(recorded.Folder, Options, target).Load();
        var difference = new Difference(name);
        foreach (FamilyCall call in recorded.Numbers.Calls)
        {
            difference.Add(call.Output("logits"), Logits(embedder, call), call.Id);
        }

        Assert.True(difference.Vectors > 0);
        FamilyTable.Add(recorded, "language", target, difference.Largest);
        difference.AssertWithin(Tolerance);
    }

    [Fact]
    public void ADecoderThatIsNotTiedMustBeThere()
    {
        FamilyCase recorded = FamilyCase.Find("roberta-mlm-untied-no-decoder");
        var error = Assert.Throws<CheckpointException>(() => new ModelUnderTest(recorded.Folder, Options).Load().Dispose());
        Assert.All(recorded.Missing, tensor => Assert.Contains(tensor, error.Message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(BertTarget.Managed, "bert-mlm")]
    [InlineData(BertTarget.Managed, "roberta-mlm-untied")]
    [InlineData(BertTarget.Managed, "roberta-mlm-decoder-differs")]
    [InlineData(BertTarget.Managed, "roberta-mlm-decoder-only")]
    [InlineData(BertTarget.Managed, "modernbert-mlm-untied")]
    public void ASavedModelHasTheSameBits(BertTarget target, string name)
    {
        string folder = Directory.CreateTempSubdirectory("language-").FullName;
        try
        {
            FamilyCase recorded = FamilyCase.Find(name);
            FamilyCall call = recorded.Numbers.Calls.First();
            string saved = Path.Combine(folder, name);
            float[] before;
            using (IParityEmbedder embedder = new ModelUnderTest(recorded.Folder, Options, target).Load())
            {
                before = Logits(embedder, call);
                embedder.Save(saved);
            }

            using IParityEmbedder again = new ModelUnderTest(saved, Options, target).Load();
            Bits.AssertEqual(before, Logits(again, call), name);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static float[] Logits(IParityEmbedder embedder, FamilyCall call)
    {
        Tensor<float> logits = embedder.PredictTokens(call.InputIds, call.TokenTypeIds is { } types ? types.AsReadOnlyTensorSpan() : default, call.AttentionMask);
        int width = (int)logits.Lengths[^1];
        float[] values = logits.Values();
        return [.. call.AttentionMask.Select((bit, place) => (bit, place)).Where(piece => piece.bit == 1).SelectMany(piece => values.AsSpan(piece.place * width, width).ToArray())];
    }
}
