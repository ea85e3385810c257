using System.Text.RegularExpressions;
using BertGen.Examples.Tests.Pages;

namespace BertGen.Examples.Tests;

/// <summary>
/// The shell blocks of the pages: every command is of a known kind, and the projects, files, packages, commands and options that it names are there.
/// The commands of the read-me's five minutes are run by the tests of the package.
/// </summary>
public sealed partial class CommandTests
{
    private const string Tool = "tools/bertgen";
    private const string Templates = "tools/templates";

    // Made by an earlier line of the same block, or by the reader.
    private static readonly string[] MadeByTheReader = ["../tour/models/", "../tour/models", "../tour", "models/bert", "models/my-bert", "other/config.json", "path/to/FastBertTokenizer.dll", "mini", "one.tsv"];

    // What reads properties.
    private static readonly string[] BuildFiles = ["Directory.Build.props", "Directory.Build.targets", "generator/build/BertGen.props", "generator/build/BertGen.targets", "benchmarks/BertGen.Benchmarks.csproj"];

    public static TheoryData<string, string> Commands
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (CodeBlock block in Page.All.SelectMany(page => page.Blocks).Where(block => block.Language == "sh"))
            {
                foreach (string line in block.Text.Split('\n').Where(line => line.Length > 0))
                {
                    data.Add(block.Page, line);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void WhatACommandNamesIsThere(string page, string line)
    {
        string[] words = [.. Word().Matches(Comment().Replace(line, "")).Select(word => word.Value.Trim('"', '\''))];
        while (words[0].Contains('='))
        {
            AssertLiteral("tests", words[0][..words[0].IndexOf('=')], page);
            words = words[1..];
        }

        switch (words)
        {
            case ["dotnet", "new", "console", "-o", _] or ["mkdir", _] or ["cd", _] or ["printf", ..]:
                break;
            case ["dotnet", "new", "install", var package]:
                Assert.Contains($"<PackageId>{package}</PackageId>", RepositoryFolder.Read($"{Templates}/BertGen.Templates.csproj"), StringComparison.Ordinal);
                break;
            case ["dotnet", "new", var template, "-o", _]:
                Assert.Contains($"\"shortName\": \"{template}\"", RepositoryFolder.Read($"{Templates}/content/{template}/.template.config/template.json"), StringComparison.Ordinal);
                break;
            case ["bash", var script]:
                AssertLiteral("runtime/BertGen.Bulk", Path.GetFileName(script), page);
                break;
            case ["tests/cluster/run.sh", .. var options]:
                Assert.All(options.Where(word => word.StartsWith("--", StringComparison.Ordinal)), option =>
                    Assert.Contains($"{option} ", RepositoryFolder.Read("tests/cluster/run.sh"), StringComparison.Ordinal));
                break;
            case ["split", ..]:
                // A test of the tool runs it as it stands there.
                Assert.Contains($"\"{Path.GetFileName(page)}\"", RepositoryFolder.Read("tests/BertGen.Tool.Tests/RecipeTests.cs"), StringComparison.Ordinal);
                break;
            case ["git", "tag", _] or ["dotnet", "tool", "restore"]:
                break;
            case ["dotnet", "CycloneDX", var project, ..]:
                Assert.True(Exists(project), $"{page}: {project} is no project.");
                Assert.Contains("\"cyclonedx\"", RepositoryFolder.Read(".config/dotnet-tools.json"), StringComparison.Ordinal);
                break;
            case ["cp", "-r", var source, var target]:
                Assert.True(Exists(source) && IsMadeByTheReader(target), $"{page}: '{line}' copies what is not there.");
                break;
            case ["tar", "-czf", _, "-C", var folder, ..]:
                Assert.True(IsMadeByTheReader(folder), $"{page}: '{line}' names a folder that no one made.");
                break;
            case ["dotnet", "tool", "install", .., var package]:
                Assert.Contains($"<PackageId>{package}</PackageId>", RepositoryFolder.Read($"{Tool}/BertGen.Tool.csproj"), StringComparison.Ordinal);
                break;
            case ["bertgen", .. var arguments]:
                AssertArguments(Tool, arguments, page);
                break;
            case ["time", "native/reverse-dictionary", .. var arguments]:
                AssertArguments("sample-models/reverse-dictionary", arguments, page);
                break;
            case ["qemu-aarch64", "-L", _, var program, .. var arguments]:
                AssertArguments($"tests/{Path.GetFileName(program)}", arguments, page);
                break;
            case ["dotnet", "run" or "test" or "pack" or "publish" or "build", .. var arguments]:
                AssertDotNet(arguments, page);
                break;
            default:
                Assert.Fail($"{page}: '{line}' is a command of no known kind: say here what is to be checked of it.");
                break;
        }
    }

    private static void AssertDotNet(string[] arguments, string page)
    {
        int end = Array.IndexOf(arguments, "--");
        string[] own = end < 0 ? arguments : arguments[..end];
        string? project = null;
        for (int i = 0; i < own.Length; i++)
        {
            switch (own[i])
            {
                case "--project":
                    project = own[++i];
                    break;
                case "-c" or "-o" or "-r" or "--filter" or "--logger":
                    i++;
                    break;
                case ['-', 'p', ':', ..]:
                    AssertProperty(own[i][3..own[i].IndexOf('=')], page);
                    break;
                case "--no-incremental" or "--self-contained" or "-v:detailed" or "-t:PublishContainer":
                    break;
                default:
                    project = own[i];
                    break;
            }
        }

        // Without a project the command stands in the folder of one.
        Assert.True(project is null || IsProject(project), $"{page}: {project} is no project.");
        if (end >= 0)
        {
            AssertArguments(project!, arguments[(end + 1)..], page);
        }
    }

    /// <summary>Options and subcommands stand in the program's sources as literals.</summary>
    private static void AssertArguments(string project, string[] arguments, string page)
    {
        foreach (string argument in arguments)
        {
            bool isOption = argument.StartsWith('-');
            if (isOption || (argument == arguments[0] && Subcommand().IsMatch(argument) && !Exists(argument)))
            {
                AssertLiteral(project, argument, page);
            }
        }
    }

    private static void AssertLiteral(string folder, string literal, string page) => Assert.True(
        Sources(folder).Any(path => RepositoryFolder.Read(path).Contains($"\"{literal}\"", StringComparison.Ordinal)),
        $"{page}: nothing in {folder} knows '{literal}'.");

    private static IEnumerable<string> Sources(string folder) =>
        RepositoryFolder.Files(folder, ".cs")
        .Concat(folder.StartsWith("sample-models", StringComparison.Ordinal) ? RepositoryFolder.Files("sample-models/common", ".cs") : [])
        .Concat(folder == Tool ? RepositoryFolder.Files("runtime/BertGen.Bulk/Commands", ".cs") : []);

    private static void AssertProperty(string property, string page) => Assert.True(
        property == "ReportAnalyzer" || Array.Exists(BuildFiles, file => RepositoryFolder.Read(file).Contains($"$({property})", StringComparison.Ordinal)),
        $"{page}: no build knows the property {property}.");

    private static bool IsProject(string path) =>
        path.EndsWith(".sln", StringComparison.Ordinal) ? Exists(path) : Exists(path) && RepositoryFolder.Files(path, ".csproj").Any();

    private static bool IsMadeByTheReader(string path) => MadeByTheReader.Contains(path);

    private static bool Exists(string path) => Path.Exists(Path.Combine(RepositoryFolder.Root, path));

    [GeneratedRegex("""'[^']*'|"[^"]*"|\S+""")]
    private static partial Regex Word();

    [GeneratedRegex(@"\s#.*$")]
    private static partial Regex Comment();

    [GeneratedRegex("^[a-z]+$")]
    private static partial Regex Subcommand();
}
