using System.CommandLine;
using System.Globalization;
using System.Numerics.Tensors;
using BertGen.Hub;
using BertGen.Tool.Compiling;

namespace BertGen.Tool.Embedding;

/// <summary><c>bertgen similarity MODEL TEXT TEXT...</c>: how alike texts are.</summary>
internal static class SimilarityCommand
{
    private const int FewestTexts = 2;
    private const int MostTexts = 10_000;

    public static Command Create(Terminal terminal, Func<HubSettings> readSettings, bool describe)
    {
        var embedding = new EmbeddingCommand("similarity", "Compares texts with each other, by the function that the model folder names.", describe);
        Argument<string[]> texts = new("texts") { Description = "The texts; the first is compared with the others.", HelpName = "TEXT", Arity = new ArgumentArity(FewestTexts, MostTexts) };
        Option<bool> json = JsonOption.Create();
        embedding.Command.Arguments.Add(texts);
        embedding.Command.Options.Add(json);
        embedding.Command.SetAction(parsed => embedding.Run(parsed, terminal, readSettings(), (model, call) =>
            Write(model.Embedder, call, parsed.GetValue(texts)!, parsed.GetValue(json), terminal.Output)));
        return embedding.Command;
    }

    private static void Write(IEmbeddingModel embedder, EmbedCall call, string[] texts, bool asJson, TextWriter output)
    {
        Tensor<float> first = embedder.Embed(texts.AsSpan(0, 1), call);
        Tensor<float> others = embedder.Embed(texts.AsSpan(1), call);
        Tensor<float> scores = embedder.Similarity(first, others);
        var found = Enumerable.Range(0, texts.Length - 1).Select(i => (Score: scores[0, i], Text: texts[i + 1])).OrderByDescending(item => item.Score).ToArray();
        if (asJson)
        {
            output.WriteLine(JsonOption.Write(writer =>
            {
                writer.WriteString("text", texts[0]);
                writer.WriteStartArray("similar");
                foreach ((float score, string text) in found)
                {
                    writer.WriteStartObject();
                    writer.WriteNumber("score", score);
                    writer.WriteString("text", text);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            }));
            return;
        }

        foreach ((float score, string text) in found)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{score:f4}  {text}"));
        }
    }
}
