using System.Reflection;
using System.Text.RegularExpressions;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;

namespace BertGen.Generator.Tests;

/// <summary>Every mistake gives its one diagnostic, in its place, and no error beside it.</summary>
public sealed class DiagnosticTests
{
    private static readonly DiagnosticDescriptor[] All =
    [
        .. typeof(Descriptors).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => (DiagnosticDescriptor)field.GetValue(null)!),
    ];

    public static TheoryData<int, string> Cases()
    {
        var data = new TheoryData<int, string>();
        for (int i = 0; i < DiagnosticCases.All.Count; i++)
        {
            data.Add(i, $"{DiagnosticCases.All[i].Id} {DiagnosticCases.All[i].Message}");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task OneMistakeGivesOneDiagnosticInItsPlace(int index, string title)
    {
        DiagnosticCase mistake = DiagnosticCases.All[index];
        BuildResult result = await mistake.Project.BuildAsync();

        Assert.True(result.Findings.Length == 1, $"{title}: {string.Join('\n', result.Findings)}");
        Diagnostic diagnostic = result.Findings[0];
        Assert.Equal(mistake.Id, diagnostic.Id);
        Assert.Contains(mistake.Message, diagnostic.GetMessage());
        mistake.AssertPlace(diagnostic);

        // Missing documentation of the test's own classes is not the point here.
        string[] besides = ["CS1591"];
        Assert.Empty(result.CompilerDiagnostics.Where(other => !besides.Contains(other.Id)));
    }

    [Fact]
    public void EveryDescriptorHasACase() =>
        Assert.Empty(All.Select(descriptor => descriptor.Id).Except(DiagnosticCases.All.Select(mistake => mistake.Id)));

    [Fact]
    public void EveryCodeHasAPageAndEveryPageACode()
    {
        string folder = Path.Combine(RepositoryFolder.Root, "docs", "diagnostics");
        string[] pages = [.. Directory.GetFiles(folder, "BERT*.md").Select(path => Path.GetFileNameWithoutExtension(path)).Order()];
        string index = File.ReadAllText(Path.Combine(folder, "README.md"));
        // One mistake may be found in two places: by a build, and when it is published.
        (string Id, string Severity)[] ofBuild = [.. CodesOfTheBuild().Distinct()];
        Assert.Equal(All.Select(descriptor => descriptor.Id).Concat(ofBuild.Select(code => code.Id)).Order(), pages);
        foreach ((string id, string severity) in ofBuild)
        {
            string title = File.ReadLines(Path.Combine(folder, id + ".md")).First()[$"# {id}: ".Length..];
            Assert.Contains($"[{id}]({id}.md) | {severity} | {title}", index);
        }

        foreach (DiagnosticDescriptor descriptor in All)
        {
            string page = File.ReadAllText(Path.Combine(folder, descriptor.Id + ".md"));
            Assert.StartsWith($"# {descriptor.Id}: {descriptor.Title}\n", page);
            Assert.Contains($"[{descriptor.Id}]({descriptor.Id}.md) | {descriptor.DefaultSeverity.ToString().ToLowerInvariant()} | {descriptor.Title}", index);
            Assert.Equal($"https://github.com/bertgen/bertgen/blob/main/docs/diagnostics/{descriptor.Id}.md", descriptor.HelpLinkUri);
        }
    }

    private static IEnumerable<(string Id, string Severity)> CodesOfTheBuild()
    {
        string targets = File.ReadAllText(Path.Combine(RepositoryFolder.Root, "generator", "build", "BertGen.targets"));
        string tasks = string.Concat(Directory.GetFiles(Path.Combine(RepositoryFolder.Root, "tasks"), "*.cs").Select(File.ReadAllText));
        return Regex.Matches(targets, @"<(?<kind>Error|Warning) [^>]*?Code=""(?<id>BERT\d+)""")
            .Concat(Regex.Matches(tasks, @"(Log(?<kind>Warning)\(null, |const string Code = )""(?<id>BERT\d+)"""))
            .Select(match => (match.Groups["id"].Value, match.Groups["kind"].Value == "Warning" ? "warning" : "error"));
    }

    [Fact]
    public async Task PragmaSuppressesAWarningOfTheGenerator()
    {
        string source = TestModels.Class("\"models/tiny\", Normalize = true")
            .Replace("/// <summary>", "#pragma warning disable BERT019\n/// <summary>");

        Assert.Empty((await TestModels.TinyProject(source).BuildAsync()).Findings);
    }

    [Fact]
    public async Task EveryLaterClassOfANameButForCaseIsReportedAndTheFirstIsCompiled()
    {
        string first = TestModels.Class("\"models/tiny\"").Replace("class Bert", "class AAA");
        BuildResult result = await TestModels.TinyProject(first)
            .WithSource("Second.cs", first.Replace("AAA", "AaA"))
            .WithSource("Third.cs", first.Replace("AAA", "aaa"))
            .BuildAsync();

        Assert.Equal(["Second.cs", "Third.cs"], result.Findings.Select(finding => finding.Location.GetLineSpan().Path).Order());
        Assert.All(result.Findings, finding => Assert.Equal("BERT006", finding.Id));
        Assert.Contains("WeightTable", result.Sources["Demo.AAA.g.cs"]);
        Assert.Equal(3, result.Sources.Count);
        Assert.Empty(result.CompilerDiagnostics.Where(other => other.Id != "CS8981"));
    }

    [Fact]
    public async Task AGenericClassOfTheSameNameIsNoClash()
    {
        string source = TestModels.Class("\"models/tiny\"");
        BuildResult result = await TestModels.TinyProject(source)
            .WithSource("Generic.cs", source.Replace("class Bert", "class Bert<T>"))
            .BuildAsync();

        Assert.Equal("BERT003", Assert.Single(result.Findings).Id);
        Assert.Contains("WeightTable", result.Sources["Demo.Bert.g.cs"]);
    }

    [Fact]
    public async Task EveryWrittenConstructorIsReportedWhereItStandsAndAStaticOneIsFine()
    {
        BuildResult result = await TestModels.TinyProject(TestModels.Class("\"models/tiny\""))
            .WithSource("A.cs", "namespace Demo; partial class Bert { internal Bert() { } static Bert() { } }")
            .WithSource("B.cs", "namespace Demo; partial class Bert { private Bert(int seed) => _ = seed; }")
            .BuildAsync();

        Assert.Equal(["A.cs", "B.cs"], result.Findings.Select(finding => finding.Location.GetLineSpan().Path).Order());
        Assert.All(result.Findings, finding => Assert.Equal("BERT004", finding.Id));
        Assert.Empty(result.CompilerDiagnostics);
    }

    [Fact]
    public async Task TwoClassesReportABrokenConfigOnce()
    {
        BuildResult result = await TestProject.Of(TestModels.Class("\"m\""))
            .WithSource("Second.cs", TestModels.Class("\"m\"").Replace("class Bert", "class Second"))
            .WithFile("m/config.json", "{")
            .BuildAsync();

        Assert.Equal("BERT021", Assert.Single(result.Findings).Id);
        Assert.Equal(2, result.Sources.Count);
    }

    [Fact]
    public async Task AllMistakesOfAConfigAreReportedAtOnce()
    {
        BuildResult result = await TestProject.Of(TestModels.Class("\"m\""))
            .WithFile("m/config.json", """{ "hidden_size": -1, "hidden_act": 2 }""")
            .BuildAsync();

        string[] ids = [.. result.Findings.Select(finding => finding.Id).Order()];
        Assert.Equal(["BERT023", "BERT023", "BERT023", "BERT023", "BERT024", "BERT025"], ids);
    }

    [Fact]
    public async Task AStubOfAClassForTorchSharpIsAModule()
    {
        BuildResult result = await TestProject.Of(TestModels.Class("\"nowhere\", Target = BertTarget.TorchSharp") + """

            internal static class User
            {
                public static float Use()
                {
                    using Bert bert = Bert.Load("nowhere", deviceIndex: 1);
                    bert.ScalarMix.Gamma = 1;
                    using TorchSharp.torch.Tensor vectors = bert.embed("a");
                    foreach (TorchSharp.Modules.Parameter parameter in bert.parameters())
                    {
                        parameter.Dispose();
                    }

                    return bert.Forward(Bert.LoadIndexer("nowhere").Index("text"))[0] + bert.forward(vectors).shape[0];
                }
            }
            """).WithTorchSharp().BuildAsync();

        Assert.Equal("BERT020", Assert.Single(result.Findings).Id);
        Assert.Empty(result.CompilerDiagnostics);
    }

    [Fact]
    public async Task AStubHasThePublicSurface()
    {
        BuildResult result = await TestProject.Of(TestModels.Class("\"nowhere\"") + """

            internal static class User
            {
                public static float Use()
                {
                    using Bert bert = Bert.Load("nowhere");
                    bert.MaxThreads = 2;
                    bert.ScalarMix.Gamma = 1;
                    var input = Bert.LoadIndexer("nowhere").Index("text");
                    return 1 / Bert.LayerCount + bert.Forward(input)[0] + bert.ForwardPieces(input)[0] + bert.Embed("a")[0][0] + bert.Pool(input)[0] + bert.Pool(bert.Forward(input))[0] + Bert.Info.HiddenSize;
                }
            }
            """).BuildAsync();

        Assert.Equal("BERT020", Assert.Single(result.Findings).Id);
        Assert.Empty(result.CompilerDiagnostics);
    }

    [Fact]
    public async Task AStubOfATrainedClassHasItsPublicSurface()
    {
        BuildResult result = await TestProject.Of(TestModels.Class("\"nowhere\", RequiresGrad = true") + """

            internal static class User
            {
                public static void Use(Bert bert)
                {
                    bert.Dropout.Seed = 1;
                    using BertGen.Training.TrainingStep step = bert.TrainEmbed("a"), words = bert.Train(Bert.LoadIndexer().Index("a"));
                    step.Backward(step.Output);
                    using BertGen.Training.TrainingStep pooled = bert.TrainPool(step.Output);
                    bert.Parameters.ClearGradients();
                }
            }
            """).BuildAsync();

        Assert.Equal("BERT020", Assert.Single(result.Findings).Id);
        Assert.Empty(result.CompilerDiagnostics);
    }
}
