using System.IO.Compression;
using BertGen.Examples.Tests.Pages;
using ReverseDictionary;
using Xunit.Abstractions;

namespace BertGen.Examples.Tests.Readme;

/// <summary>
/// The table of answers at the top of the read-me. An ordinary run searches some three thousand definitions, those of the table among them, which
/// can show a wrong score, word or order; <c>BERTGEN_EXAMPLES=full</c> searches all, which takes a minute or two.
/// </summary>
[Collection(ExampleCollection.Name)]
public sealed class SearchTableTests(ITestOutputHelper output)
{
    private const int Share = 40;

    private static readonly bool IsFull = Environment.GetEnvironmentVariable("BERTGEN_EXAMPLES") == "full";

    private static readonly string Definitions = Path.Combine(RepositoryFolder.WordNetMini, "data", "synsets.tsv.gz");

    [Fact]
    public void TheAnswersAreThoseOfTheProgram()
    {
        string[][] rows = Rows();
        string data = Path.GetTempFileName();
        try
        {
            File.WriteAllLines(data, SearchedLines([.. rows.Select(row => row[2])]));

            string printed = Run("fear of heights", "--no-cache", "--data", data);

            // Without a terminal the program prints the same in columns.
            int width = rows.Max(row => row[1].Length);
            Assert.Equal(rows.Select(row => $"{row[0]}  {row[1].PadRight(width)}  {row[2]}"), printed.TrimEnd().Split('\n'));
        }
        finally
        {
            File.Delete(data);
        }
    }

    [Fact]
    public void SoManyDefinitionsHaveSoManyPieces()
    {
        string[] definitions = [.. SynsetFile.Read(Definitions).Select(synset => synset.Definition)];
        using Text.PieceBuffer pieces = BertIndexer<WordNetMini>.Load(RepositoryFolder.WordNetMini).Encode(definitions);

        string claim = $"the {definitions.Length:#,0} definitions of WordNet, {pieces.Ids.Length / 1e6:f2} million word pieces";
        Assert.Contains(claim, Page.Read("README.md").Prose, StringComparison.Ordinal);
    }

    private static string[][] Rows() =>
    [
        .. Page.Read("README.md").Blocks.First(block => block.Section == "Try it" && block.Language.Length == 0).Text.Split('\n')
            .Where(line => line.StartsWith('│'))
            .Skip(1)
            .Select(line => line.Trim('│').Split('│', StringSplitOptions.TrimEntries)),
    ];

    private IEnumerable<string> SearchedLines(string[] answers)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Definitions), CompressionMode.Decompress));
        string[] lines = reader.ReadToEnd().TrimEnd('\n').Split('\n');
        int definition = Array.IndexOf(lines[0].Split('\t'), "definition");
        string[] searched = [.. lines.Where((line, i) => IsFull || i % Share == 0 || answers.Contains(line.Split('\t')[definition]))];
        output.WriteLine($"{searched.Length - 1} definitions of {lines.Length - 1}");
        return searched;
    }

    private static string Run(params string[] arguments)
    {
        using StringWriter answers = new() { NewLine = "\n" }, errors = new();
        int code = ProgramCommand.Invoke(arguments, new Terminal(TextReader.Null, answers, errors), WordNetEmbedder.Load);
        Assert.True(code == 0, errors.ToString());
        return answers.ToString();
    }
}
