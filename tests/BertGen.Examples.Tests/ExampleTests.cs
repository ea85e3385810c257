using BertGen.Examples.Tests.Compiling;
using BertGen.Examples.Tests.Pages;
using Xunit.Abstractions;

namespace BertGen.Examples.Tests;

/// <summary>Every block of C# on a page compiles, and what it computes or prints is compared.</summary>
[Collection(ExampleCollection.Name)]
public sealed class ExampleTests(ExampleProject project, ITestOutputHelper output)
{
    // Pages of diagnostics show what does not compile; they have a test of their own.
    private const string DiagnosticPages = "docs/diagnostics/";

    public static TheoryData<string> Programs => [.. Example.All.Where(example => !example.Excerpts.Any()).Select(example => example.Name)];

    public static TheoryData<string> Excerpts => [.. Example.All.Where(example => example.Excerpts.Any()).Select(example => example.Name)];

    [Fact]
    public void EveryBlockHasAnExample() => Assert.Equal(
        Page.All.Where(page => !page.Path.StartsWith(DiagnosticPages, StringComparison.Ordinal))
            .SelectMany(page => page.Blocks)
            .Where(block => block.IsCSharp)
            .Select(block => block.Name)
            .Order(StringComparer.Ordinal),
        Example.All.SelectMany(example => example.Blocks).Select(block => block.Name).Distinct().Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task AnExampleCompilesAndDoesWhatItsPageSays(string name)
    {
        Example example = Example.All.Single(example => example.Name == name);
        bool runs = example.OnlyCompiles is null;

        using MemoryStream assembly = await ExampleCompiler.CompileAsync(project.Folder, isProgram: runs, example.Sources);

        if (!runs)
        {
            output.WriteLine($"Compiled and not run: {example.OnlyCompiles}.");
            return;
        }

        int checksBefore = Check.Count;
        string printed = new ExampleAssembly().Run(assembly);

        if (example.Output is { } expected)
        {
            Assert.Equal(expected, printed.TrimEnd());
        }

        Assert.True(example.Output is not null || Check.Count > checksBefore, "Nothing was compared.");
    }

    [Theory]
    [MemberData(nameof(Excerpts))]
    public void AnExcerptStandsInWhatIsWritten(string name)
    {
        Example example = Example.All.Single(example => example.Name == name);
        string[] written = Lines(ExampleCompiler.Written(project.Folder, example.Sources.Single()).Replace("global::BertGen.Engine.", ""));

        string[] excerpt = [.. example.Excerpts.SelectMany(block => Lines(block.Text)).Where(line => line != "...")];

        // One line after the other, from the place of the first.
        int place = Array.IndexOf(written, excerpt[0]);
        Assert.True(place >= 0, $"'{excerpt[0]}' is not written.");
        Assert.Equal(excerpt, written.Skip(place).Take(excerpt.Length));
    }

    private static string[] Lines(string text) => [.. text.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0)];
}
