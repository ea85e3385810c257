using System.Numerics.Tensors;
using System.Reflection;
using BertGen.Engine;
using BertGen.Engine.Pipeline;
using BertGen.Training;

namespace BertGen.Reliability.Tests.Bits;

/// <summary>
/// Computes something of everything whose bits are promised, and prints a line with a hash for each: the lines are the same on every
/// processor and system, with every instruction set.
/// </summary>
internal static class BitProgram
{
    private static readonly string[] Texts = ["the quick brown fox jumps over the lazy dog", "a", "", "words and more words , in a row that is longer than a window"];

    /// <summary>Beside the tests, wherever the program was published to.</summary>
    private static readonly string Golden = Path.Combine(
        typeof(BitProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ProjectFolder").Value!, "../golden");

    public static void Run(TextWriter output)
    {
        using (WideBert model = WideBert.Load(Folder("wide128")))
        {
            Print("BERT, mix", Values(model.Forward(Ids(120, 1, 19))));
        }

        using (TinyBert model = TinyBert.Load(Folder("tiny")))
        {
            Print("BERT, pooler", Values(model.Pool(Ids(61, 2, 15))));
        }

        using (Albert model = Albert.Load(Folder("families/folders/albert-s")))
        {
            Print("ALBERT", Values(model.Forward(Ids(40, 3, 13))));
        }

        using (EuroBert model = EuroBert.Load(Folder("families/folders/eurobert-s")))
        {
            Print("EuroBERT", Values(model.Forward(Ids(40, 3, 13))));
        }

        using (Gte model = Gte.Load(Folder("families/folders/gte-s")))
        {
            Print("gte", Values(model.Forward(Ids(40, 3, 13))));
        }

        using (ModernBert model = ModernBert.Load(Folder("families/folders/modernbert-long")))
        {
            Print("ModernBERT", Values(model.Forward(Ids(120, 1, 70))));
        }

        using (Mpnet model = Mpnet.Load(Folder("families/folders/mpnet-long")))
        {
            Print("MPNet", Values(model.Forward(Ids(80, 1, 90))));
        }

        using (Qwen model = Qwen.Load(Folder("families/folders/qwen3-s")))
        {
            Print("Qwen3", Values(model.Forward(Ids(40, 3, 13))));
        }

        using (Classifier model = Classifier.Load(Folder("families/folders/modernbert-seqcls3-mean")))
        {
            Print("classifier", Values(model.Classify(Ids(40, 3, 13))));
        }

        using (TokenClassifier model = TokenClassifier.Load(Folder("heads/token-classifier")))
        {
            Print("classifier of pieces", [.. model.ClassifyTokens(TokenAggregation.None, Texts).SelectMany(spans => spans.Select(span => span.Score))]);
        }

        using (ColBert model = ColBert.Load(Folder("heads/colbert")))
        {
            Print("multiple vectors", [.. model.EmbedMultiVectorDocument(Texts).SelectMany(Values)]);
        }

        using (Splade model = Splade.Load(Folder("heads/splade")))
        {
            Print("sparse vectors", [.. model.EmbedSparse(Texts).SelectMany(vector => vector.Values.ToArray())]);
        }

        using (RoundedBert model = RoundedBert.Load(Folder("wide128")))
        {
            Print("BERT, Int8", Values(model.Forward(Ids(120, 1, 19))));
        }

        using (RoundedModernBert model = RoundedModernBert.Load(Folder("families/folders/modernbert-long")))
        {
            Print("ModernBERT, Int8", Values(model.Forward(Ids(120, 1, 70))));
        }

        using (TrainedBert model = TrainedBert.Load(Folder("e2e")))
        {
            Print("text embeddings", Values(model.Embed(Texts)));
            var optimizer = new AdamW(model.Parameters);
            for (int round = 0; round < 2; round++)
            {
                using TrainingStep step = model.TrainEmbed(Texts);
                step.Backward(step.Output);
                optimizer.Step();
            }

            Print("training", [.. model.Parameters.SelectMany(parameter => parameter.Value.ToArray())]);
        }

        float[] values = [.. Enumerable.Range(-200, 401).Select(i => i * 0.07f)];
        Print("functions", [.. Enum.GetValues<DenseActivation>().SelectMany(function => Applied(function, values))]);
        Print("rotary angles", [.. Enumerable.Range(0, 40).SelectMany(i => Angles(RotaryTable.Of(160_000f, 64, 8192, 1f, 3f), i * 211))]);

        void Print(string name, params ReadOnlySpan<float> values) => output.WriteLine($"{name}: {Hash(values):x16}");
    }

    /// <summary>FNV-1a of the bits: of the library's hashes, those that last need OpenSSL.</summary>
    private static ulong Hash(ReadOnlySpan<float> values)
    {
        ulong hash = 0xCBF2_9CE4_8422_2325;
        foreach (float value in values)
        {
            hash = (hash ^ BitConverter.SingleToUInt32Bits(value)) * 0x0000_0100_0000_01B3;
        }

        return hash;
    }

    private static string Folder(string name) => Path.Combine(Golden, name);

    /// <summary>Rows of ids, none of them padding: one of each length.</summary>
    private static Tensor<int> Ids(int vocabularySize, int rows, int pieces) =>
        Tensor.Create([.. Enumerable.Range(0, rows * pieces).Select(i => 3 + (i * 31 % (vocabularySize - 3)))], [rows, pieces]);

    private static float[] Applied(DenseActivation function, float[] values)
    {
        float[] result = [.. values];
        DenseActivations.Apply(function, result);
        return result;
    }

    private static float[] Angles(RotaryTable table, int position)
    {
        RotaryAngles angles = table.Covering(position + 1);
        return [.. angles.CosOf(position), .. angles.SinOf(position)];
    }

    private static float[] Values(Tensor<float> tensor)
    {
        float[] values = new float[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        return values;
    }
}
