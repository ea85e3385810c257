using System.CommandLine;
using System.Diagnostics;
using System.Numerics.Tensors;
using BertGen.Bulk.Commands;
using BertGen.Engine.Batches;
using BertGen.Hub;
using BertGen.Tool.Compiling;

namespace BertGen.Tool.Embedding;

/// <summary><c>bertgen embed MODEL [FILE...]</c>: a vector for every line of text files; and the commands of runs that resume.</summary>
internal static class EmbedCommand
{
    private const int PortionTexts = 1024;

    private static readonly TimeSpan BetweenNotes = TimeSpan.FromSeconds(2);

    public static Command Create(Terminal terminal, Func<HubSettings> readSettings, bool describe)
    {
        var embedding = new EmbeddingCommand("embed", "Embeds every line of text files, or of the standard input, without a project.", describe);
        Argument<string[]> files = new("files") { Description = "Text files in UTF-8, a text a line; without them, the standard input.", HelpName = "FILE", Arity = ArgumentArity.ZeroOrMore };
        Option<string> output = new("--output", "-o") { Description = "A .npy file of NumPy, (texts, dimensions) in float32, or a .jsonl file; default: JSON lines on the standard output.", HelpName = "FILE" };
        embedding.Command.Arguments.Add(files);
        embedding.Command.Options.Add(output);
        embedding.Command.SetAction(parsed => embedding.Run(parsed, terminal, readSettings(), (model, call) =>
        {
            IEmbeddingModel embedder = model.Embedder;
            using IVectorOutput target = VectorOutputs.Open(parsed.GetValue(output), terminal);
            Run(embedder, call, TextLines.Read(parsed.GetValue(files)!, terminal), target, terminal);
        }));
        foreach (Command command in BulkCommands.Create(new BulkModelSource(terminal, readSettings, describe), terminal.Output, terminal.Note, "embed"))
        {
            embedding.Command.Subcommands.Add(command);
        }

        return embedding.Command;
    }

    private static void Run(IEmbeddingModel embedder, EmbedCall call, IEnumerable<string> lines, IVectorOutput target, Terminal terminal)
    {
        var clock = Stopwatch.StartNew();
        TimeSpan told = TimeSpan.Zero;
        long count = 0;
        foreach (string[] texts in lines.Chunk(PortionTexts))
        {
            Tensor<float> vectors = embedder.Embed(texts, call);
            int width = (int)vectors.Lengths[1];
            target.Write(texts, DenseValues.Of<float>(vectors), width);
            count += texts.Length;
            if (terminal.ShowProgress && clock.Elapsed - told > BetweenNotes)
            {
                terminal.Note($"{NumberText.Grouped(count)} texts, {NumberText.Grouped((long)(count / clock.Elapsed.TotalSeconds))} a second");
                told = clock.Elapsed;
            }
        }

        target.Complete();
        terminal.Note($"{NumberText.Grouped(count)} texts embedded.");
    }
}
