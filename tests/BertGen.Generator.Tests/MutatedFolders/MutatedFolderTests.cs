namespace BertGen.Generator.Tests.MutatedFolders;

/// <summary>Changed folders give the facts that a second reader finds in them, or an error or a warning: never another vector in silence.</summary>
public sealed class MutatedFolderTests
{
    private static int Folders => Environment.GetEnvironmentVariable("BERTGEN_FUZZ") == "full" ? 100_000 : 4_000;

    private static int Seed => int.TryParse(Environment.GetEnvironmentVariable("BERTGEN_FUZZ_SEED"), out int seed) ? seed : 20_251;

    [Fact]
    public void Originals_have_no_findings()
    {
        foreach (Dictionary<string, string> files in FolderMutation.Originals)
        {
            Assert.Equal(new FolderFacts(new SecondReader(files).Read(), 0), FolderFacts.Of(files));
        }
    }

    [Fact]
    public void No_folder_says_something_else_in_silence()
    {
        var random = new Random(Seed);
        int compared = 0;
        var differences = new List<string>();
        for (int i = 0; i < Folders && differences.Count < 10; i++)
        {
            (Dictionary<string, string> files, string story) = FolderMutation.Of(random);
            string? expected = Expected(files);
            FolderFacts found = FolderFacts.Of(files);
            compared += found.Text is null ? 0 : 1;
            if (expected is not null && found.Text != expected && found.FindingCount == 0)
            {
                differences.Add($"{i}: {story}\n{Differences(expected, found.Text)}");
            }
        }

        Assert.True(differences.Count == 0, $"seed {Seed}:\n{string.Join("\n\n", differences)}");

        // Else most changes would be errors, and little would be compared.
        Assert.True(compared > Folders / 3, $"only {compared} folders compile");
    }

    // Null for what the reader does not know.
    private static string? Expected(Dictionary<string, string> files)
    {
        try
        {
            return new SecondReader(files).Read();
        }
        catch (Refusal e)
        {
            return "refused: " + e.Message;
        }
        catch (NotKnown)
        {
            return null;
        }
    }

    private static string Differences(string expected, string? found)
    {
        string[] wanted = expected.Split('\n'), got = found?.Split('\n') ?? ["no class"];
        return string.Join('\n', wanted.Except(got).Select(line => "  expected " + line).Concat(got.Except(wanted).Select(line => "  found " + line)));
    }
}
