namespace BertGen.ReverseDictionary.Tests;

public sealed class ProgramTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void A_description_is_answered_with_aligned_lines()
    {
        Assert.Equal(0, _sandbox.Run("young", "dog", "--top", "2"));

        Assert.Equal("1.000  puppy, whelp  young dog\n0.714  kitten        young cat\n", _sandbox.Output);
    }

    [Fact]
    public void Descriptions_are_read_from_a_file_line_by_line()
    {
        Assert.Equal(0, _sandbox.RunWith("cat\n\n  \nzz\n", "--top", "1"));

        Assert.Equal("# cat\n0.612  kitten  young cat\n# zz\n0.775  [x]  zzz [markup]\n", _sandbox.Output);
    }

    [Theory]
    [InlineData("cat\n\nnot read\n")]
    [InlineData("cat")]
    public void A_person_is_asked_until_an_empty_line_or_the_end(string input)
    {
        Assert.Equal(0, _sandbox.RunBare(input, terminal: true, "--model", _sandbox.Model, "--data", _sandbox.Data, "--no-cache", "--top", "1"));

        Assert.Contains("kitten", _sandbox.Output);
        Assert.Equal(1, _sandbox.Output.Split("kitten").Length - 1);
        Assert.EndsWith("> ", _sandbox.Output);
        Assert.Equal(4, _sandbox.Embedder.TextCount); // Three definitions and one description.
    }

    [Fact]
    public void Brackets_in_a_definition_are_no_markup()
    {
        Assert.Equal(0, _sandbox.RunBare("zz\n", terminal: true, "--model", _sandbox.Model, "--data", _sandbox.Data, "--no-cache"));

        Assert.Contains("zzz [markup]", _sandbox.Output);
    }

    [Fact]
    public void More_answers_than_definitions_gives_them_all()
    {
        Assert.Equal(0, _sandbox.Run("cat", "--top", "100"));

        Assert.Equal(3, _sandbox.Output.TrimEnd().Split('\n').Length);
    }

    [Theory]
    [InlineData("--top takes a number from 1 to 100, not '0'", "x", "--top", "0")]
    [InlineData("--top takes a number from 1 to 100, not '101'", "x", "--top", "101")]
    [InlineData("--top takes a number from 1 to 100, not 'ten'", "x", "--top", "ten")]
    [InlineData("--threads takes a number from 1 to 1024, not '-1'", "x", "--threads=-1")]
    [InlineData("'--top'", "x", "--top")]
    [InlineData("There is no option --fast", "x", "--fast")]
    [InlineData("The description is empty", "")]
    [InlineData("The description is empty", " ", "\t")]
    [InlineData("--no-cache cannot be given together", "x", "--no-cache", "--rebuild")]
    [InlineData("--no-cache cannot be given together", "x", "--no-cache", "--cache", "folder")]
    public void A_wrong_command_line_is_told_in_one_line(string expected, params string[] args)
    {
        Assert.Equal(2, _sandbox.RunBare(input: "", terminal: false, args));

        Assert.Contains(expected, _sandbox.Error);
        Assert.Equal(1, _sandbox.Error.Count(c => c == '\n'));
        Assert.Empty(_sandbox.Output);
        Assert.Equal(0, _sandbox.Embedder.TextCount);
    }

    [Fact]
    public void A_missing_model_folder_is_named()
    {
        string folder = Path.Combine(_sandbox.Model, "nowhere");

        Assert.Equal(1, _sandbox.RunBare(input: "", terminal: false, "x", "--model", folder, "--data", _sandbox.Data));

        Assert.Contains(folder, _sandbox.Error);
    }

    [Fact]
    public void A_broken_row_is_named()
    {
        _sandbox.WriteData(Sandbox.Header + "n1\tpuppy\tyoung dog\nn2\tkitten\n");

        Assert.Equal(1, _sandbox.Run("x"));

        Assert.Equal($"reverse-dictionary: {_sandbox.Data}, line 3: expected 3 columns, found 2.\n", _sandbox.Error);
    }
}
