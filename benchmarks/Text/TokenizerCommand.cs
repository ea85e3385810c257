using System.CommandLine;

namespace BertGen.Benchmarks.Text;

/// <summary>The command <c>tokenizer</c>: how fast texts become ids.</summary>
internal static class TokenizerCommand
{
    public static Command Create()
    {
        var common = new CommonOptions();
        var file = new Option<FileInfo>("--file") { Description = "A text a line; by default the definitions of WordNet." };
        var vocabulary = new Option<FileInfo>("--vocabulary") { Description = "vocab.txt of a lower-case model; by default that of the sample model." };
        var alone = new Option<bool>("--alone") { Description = "Without the other tokenizers, which are measured in the same rounds." };
        var rounds = new Option<int>("--rounds") { Description = "Rounds over all texts.", DefaultValueFactory = _ => 15 };
        var command = new Command("tokenizer", "From texts to ids: pieces and bytes a second.") { file, vocabulary, alone, rounds, common.Pin, common.Checkpoints };
        command.SetAction(arguments =>
        {
            common.Bind(arguments, threads: 1);
            string[] texts = arguments.GetValue(file) is { } lines ? File.ReadAllLines(lines.FullName) : [.. Definitions.Read()];
            string path = arguments.GetValue(vocabulary)?.FullName ?? Path.Combine(Definitions.ModelFolder, "vocab.txt");
            using HuggingFacePeer? huggingFace = arguments.GetValue(alone) ? null : new HuggingFacePeer(path, common.CheckpointFolder(arguments));
            ITokenizerPeer[] peers = huggingFace is null ? [] : [new FastBertPeer(path), huggingFace];
            new TokenizerBenchmark(texts, path, peers).Run(arguments.GetRequiredValue(rounds), Console.Out);
        });
        return command;
    }
}
