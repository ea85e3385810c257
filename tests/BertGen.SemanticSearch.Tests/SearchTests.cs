using TrainingSamples;

namespace SemanticSearch.Tests;

/// <summary>The sample on a folder that changes.</summary>
public sealed class SearchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("semantic-search-").FullName;
    private readonly WordNetMini _model = WordNetMini.Load(Path.Combine(AppContext.BaseDirectory, "wordnet-mini"));

    private string Index => Path.Combine(_folder, "index.db");

    public void Dispose()
    {
        _model.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void APassageIsFoundWithFileAndLine()
    {
        Write("animals.txt", "The study of insects is old.\n\nA young dog is a puppy.\n");
        Write("below/fears.md", "A morbid fear of great heights.");
        Write("other.bin", "A fear of heights.");
        Assert.Equal(new UpdateReport(2, 0, 0), Update());
        Answer[] found = Find("fear of heights");
        Assert.Equal(["below/fears.md", "animals.txt"], found.Select(answer => answer.Passage.File));
        Assert.Equal(_model.Embed("fear of heights").Similarity(_model.Embed("A morbid fear of great heights."))[0, 0], found[0].Score);

        Write("animals.txt", string.Concat(Enumerable.Repeat("The study of insects is old.\n", 40)) + "A young dog is a puppy.\n" + string.Concat(Enumerable.Repeat("The study of water is new.\n", 40)));
        Update();
        Answer best = Find("puppy")[0];
        Assert.Contains("puppy", best.Passage.Text, StringComparison.Ordinal);
        Assert.InRange(41, best.Passage.Line, best.Passage.Line + best.Passage.Text.Count(c => c == '\n'));
    }

    [Fact]
    public void OnlyWhatChangedIsEmbeddedAgain()
    {
        Write("a.txt", "A young dog.");
        Write("b.txt", "The study of insects.");
        Write("c.txt", "A fear of heights.");
        Assert.Equal(new UpdateReport(3, 0, 0), Update());
        Assert.Equal(new UpdateReport(0, 3, 0), Update());
        float before = Find("insects")[0].Score;

        Write("a.txt", "An old cat.");
        File.Delete(Path.Combine(_folder, "c.txt"));
        File.SetLastWriteTimeUtc(Path.Combine(_folder, "b.txt"), DateTime.UnixEpoch);
        Assert.Equal(new UpdateReport(1, 1, 1), Update());
        Assert.Equal(["a.txt", "b.txt"], Find("dog").Select(answer => answer.Passage.File).Order(StringComparer.Ordinal));
        Assert.Equal(before, Find("insects")[0].Score);
    }

    [Fact]
    public void VectorsOfAnotherModelAreNotCompared()
    {
        Write("a.txt", "A young dog.");
        Update();
        using (PassageStore.Open(Index, WordNetMini.Info with { ParameterCount = 1 }))
        {
        }

        Assert.Equal(new UpdateReport(1, 0, 0), Update());
    }

    [Fact]
    public void WhatCannotBeReadIsSaidWithItsPlace()
    {
        File.WriteAllBytes(Path.Combine(_folder, "a.txt"), [.. "A dog"u8, 0xff]);
        Assert.Contains("other bytes at 5", Assert.Throws<UserException>(Update).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "no.db"), string.Concat(Enumerable.Repeat("no database ", 200)));
        Assert.Contains("no.db", Assert.Throws<UserException>(() => PassageStore.Open(Path.Combine(_folder, "no.db"), WordNetMini.Info)).Message, StringComparison.Ordinal);
        using var store = PassageStore.Open(Index, WordNetMini.Info);
        Assert.Throws<UserException>(() => new FolderIndexer(_model, store).Update(Path.Combine(_folder, "nowhere"), ["*.txt"]));
    }

    [Fact]
    public void TheProgramAnswersOnItsOutput()
    {
        Write("a.txt", "A young dog.");
        TextWriter output = Console.Out;
        using var captured = new StringWriter();
        Console.SetOut(captured);
        try
        {
            Assert.Equal(0, ProgramCommand.Invoke([_folder, "puppy", "--index", Index]));
            Assert.Equal(1, ProgramCommand.Invoke([Path.Combine(_folder, "nowhere"), "puppy"]));
            Assert.Equal(2, ProgramCommand.Invoke([_folder, "puppy", "--top", "many"]));
        }
        finally
        {
            Console.SetOut(output);
        }

        Assert.EndsWith("  a.txt:1  A young dog." + Environment.NewLine, captured.ToString(), StringComparison.Ordinal);
    }

    private void Write(string name, string text)
    {
        string file = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private UpdateReport Update()
    {
        using var store = PassageStore.Open(Index, WordNetMini.Info);
        return new FolderIndexer(_model, store).Update(_folder, ["*.txt", "*.md"]);
    }

    private Answer[] Find(string question)
    {
        using var store = PassageStore.Open(Index, WordNetMini.Info);
        return [.. store.Read().Find(_model, question, 10)];
    }
}
