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
        var peer = new Option<FileInfo>("--peer") { Description = "FastBertTokenizer.dll, to be measured in the same rounds." };
        var rounds = new Option<int>("--rounds") { Description = "Rounds over all texts.", DefaultValueFactory = _ => 15 };
        var command = new Command("tokenizer", "From texts to ids: pieces and bytes a second.") { file, vocabulary, peer, rounds, common.Pin };
        command.SetAction(arguments =>
        {
            common.Bind(arguments, threads: 1);
            string[] texts = arguments.GetValue(file) is { } lines ? File.ReadAllLines(lines.FullName) : [.. Definitions.Read()];
            string path = arguments.GetValue(vocabulary)?.FullName ?? Path.Combine(Definitions.ModelFolder, "vocab.txt");
            new TokenizerBenchmark(texts, path, arguments.GetValue(peer)?.FullName).Run(arguments.GetRequiredValue(rounds), Console.Out);
        });
        return command;
    }
}
