using System.CommandLine;
using System.Numerics.Tensors;
using BertGen.Benchmarks.Precision;

namespace BertGen.Benchmarks.Bulk;

/// <summary>The command <c>bulk-peers</c>: texts a second of the published all-MiniLM-L6-v2 here and in others, in turns, on texts in memory.</summary>
internal static class BulkPeersCommand
{
    private const int ComparedTexts = 64;

    public static Command Create()
    {
        var texts = new Option<int>("--texts") { Description = "The number of texts, from all over the definitions.", DefaultValueFactory = _ => 8192 };
        var rounds = new Option<int>("--rounds") { Description = "Rounds of one measurement of each; the table has their medians.", DefaultValueFactory = _ => 5 };
        var seconds = new Option<double>("--seconds") { Description = "Seconds of a measurement.", DefaultValueFactory = _ => 10 };
        var command = new Command("bulk-peers", "Texts a second of all-MiniLM-L6-v2 here and in other programs.") { texts, rounds, seconds };
        command.SetAction(arguments =>
        {
            string[] all = Definitions.Spread(arguments.GetRequiredValue(texts));
            (string Name, ISentenceEmbedder Model)[] contenders =
            [
                ("BertGen", BulkModels.Load("minilm")),
                ("ONNX Runtime, sorted, batches of 32", BulkModels.Load("onnx")),
#if LLAMA_CPP
                ("llama.cpp, sorted, batches of 2,048 pieces", new Llama.LlamaEmbedder(BulkModels.Load("minilm"), Environment.ProcessorCount)),
#endif
            ];
            float[] expected = Vectors(contenders[0].Model, all);
            MemorySpeed[] speeds = [.. contenders.Select(contender => new MemorySpeed(contender.Model, all))];
            double[][] rates = [.. Enumerable.Range(0, arguments.GetRequiredValue(rounds)).Select(_ => Array.ConvertAll(speeds, speed =>
            {
                speed.Measure(TimeSpan.FromSeconds(arguments.GetRequiredValue(seconds)));
                return speed.TextsPerSecond;
            }))];
            Console.WriteLine("| all-MiniLM-L6-v2 | texts/s | BertGen / this | smallest cosine with BertGen |");
            Console.WriteLine("| --- | ---: | ---: | ---: |");
            for (int i = 0; i < contenders.Length; i++)
            {
                Console.WriteLine(FormattableString.Invariant(
                    $"| {contenders[i].Name} | {Statistics.Median(rates.Select(round => round[i])):f0} | {Statistics.Median(rates.Select(round => round[0] / round[i])):f2} | {SmallestCosine(expected, Vectors(contenders[i].Model, all)):f5} |"));
            }
        });
        return command;
    }

    private static float[] Vectors(ISentenceEmbedder model, string[] texts)
    {
        TextEmbeddings vectors = model.Embed(texts[..Math.Min(ComparedTexts, texts.Length)]);
        float[] values = new float[vectors.Count * vectors.Dimensions];
        vectors.CopyTo(values);
        return values;
    }

    private static float SmallestCosine(float[] one, float[] other)
    {
        int width = MiniLm.HiddenSize;
        return Enumerable.Range(0, one.Length / width).Min(i => TensorPrimitives.CosineSimilarity<float>(one.AsSpan(i * width, width), other.AsSpan(i * width, width)));
    }
}
