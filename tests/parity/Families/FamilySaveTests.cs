using System.Numerics.Tensors;
using BertGen.Parity.Compiling;

namespace BertGen.Parity.Families;

/// <summary>A saved model is one that compiles, with the same bits, in every family and form of a config.</summary>
public sealed class FamilySaveTests
{
    public static TheoryData<string> Names =>
    [
        "modernbert-s", "modernbert-s-old", "modernbert-s-every-2", "modernbert-c", "nomic-s", "nomic-b", "gte-s", "gte-b", "gte-s-original-type", "jina3-s", "albert-s", "albert-c",
        "electra-s", "mpnet-s", "nomic-s-module-names", "gte-s-module-names", "eurobert-s", "eurobert-a", "qwen3-s",
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void ASavedModelCompilesAndHasTheSameBits(string name)
    {
        string folder = Directory.CreateTempSubdirectory("family-").FullName;
        try
        {
            FamilyCase recorded = FamilyCase.Find(name);
            FamilyCall call = recorded.Numbers.Calls.First();
            string saved = Path.Combine(folder, name);
            float[] before;
            using (IParityEmbedder embedder = new ModelUnderTest(recorded.Folder, "TopLayerOnly = true").Load())
            {
                before = Forward(embedder, call);
                embedder.Save(saved);
            }

            using IParityEmbedder again = new ModelUnderTest(saved, "TopLayerOnly = true").Load();
            Bits.AssertEqual(before, Forward(again, call), name);
            using IParityEmbedder other = new ModelUnderTest(recorded.Folder, "TopLayerOnly = true").Load(saved);
            Bits.AssertEqual(before, Forward(other, call), name + ", by the class that saved it");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static float[] Forward(IParityEmbedder embedder, FamilyCall call)
    {
        Tensor<float> vectors = embedder.Forward(
            call.InputIds, default, call.TokenTypeIds is { } types ? types.AsReadOnlyTensorSpan() : default, call.AttentionMask);
        return vectors.Values();
    }
}
