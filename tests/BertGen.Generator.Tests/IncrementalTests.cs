using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using BertGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Tests;

/// <summary>What each edit runs again, and why: the reason of every step.</summary>
public sealed class IncrementalTests
{
    private const IncrementalStepRunReason New = IncrementalStepRunReason.New;
    private const IncrementalStepRunReason Cached = IncrementalStepRunReason.Cached;
    private const IncrementalStepRunReason Unchanged = IncrementalStepRunReason.Unchanged;
    private const IncrementalStepRunReason Modified = IncrementalStepRunReason.Modified;

    private static readonly string[] AllSteps =
    [
        .. typeof(Steps).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetValue(null)!),
    ];

    private static TestProject Project => TestModels.TinyProject(TestModels.Class("\"models/tiny\", MaxPieces = 32"))
        .WithSource("Other.cs", "namespace Demo;\n\ninternal static class Other;\n");

    [Fact]
    public void FirstRunIsAllNew()
    {
        GeneratorDriver driver = Project.Driver().RunGenerators(Project.Compile());
        foreach (string step in AllSteps.Except([Steps.Findings]))
        {
            AssertReasons(driver, step, New);
        }

        AssertReasons(driver, Steps.Findings);
    }

    [Fact]
    public void AnEditElsewhereRunsNothingBeyondTheAttributeScan()
    {
        GeneratorDriver driver = RunTwice(Project, Project.WithSource("Other.cs", "namespace Demo;\n\ninternal static class Other { internal const int X = 1; }\n"));

        AssertReasons(driver, Steps.File, Cached);
        AssertReasons(driver, Steps.FileValue, Cached);
        AssertReasons(driver, Steps.Target, Cached);
        AssertReasons(driver, Steps.Surroundings, Cached);
        AssertReasons(driver, Steps.Check, Cached);
        AssertReasons(driver, Steps.Model, Cached);
        AssertReasons(driver, Steps.Source, Cached);
        AssertReasons(driver, Steps.Findings);
        AssertOutputs(driver, Cached);
    }

    [Fact]
    public void AnEditAboveTheClassMovesPositionsAlone()
    {
        GeneratorDriver driver = RunTwice(Project, Project.WithSource("Model.cs", "// moved\n" + Project.Sources["Model.cs"]));

        AssertReasons(driver, Steps.Target, Modified);
        AssertReasons(driver, Steps.Surroundings, Cached);
        AssertReasons(driver, Steps.Check, Modified);
        AssertReasons(driver, Steps.Model, Unchanged);
        AssertReasons(driver, Steps.Source, Cached);
        AssertOutputs(driver, Cached);
    }

    [Fact]
    public void WhitespaceInTheConfigLeavesTheSourceAsItIs()
    {
        GeneratorDriver driver = RunTwice(Project, Project.WithFile("models/tiny/config.json", TestModels.Tiny.ReplaceLineEndings("\n\n   ")));

        AssertReasons(driver, Steps.File, Modified);
        AssertReasons(driver, Steps.FileValue, Unchanged);
        AssertReasons(driver, Steps.Target, Cached);
        AssertReasons(driver, Steps.Surroundings, Cached);
        AssertReasons(driver, Steps.Check, Cached);
        AssertReasons(driver, Steps.Model, Cached);
        AssertReasons(driver, Steps.Source, Cached);
        AssertReasons(driver, Steps.Findings);
        AssertOutputs(driver, Cached);
    }

    [Fact]
    public void AChangedValueWritesTheSourceAgain()
    {
        GeneratorDriver driver = RunTwice(Project, Project.WithFile("models/tiny/config.json", TestModels.Tiny.Replace("\"gelu\"", "\"relu\"")));

        AssertReasons(driver, Steps.File, Modified);
        AssertReasons(driver, Steps.FileValue, Modified);
        AssertReasons(driver, Steps.Target, Cached);
        AssertReasons(driver, Steps.Model, Modified);
        AssertReasons(driver, Steps.Source, Modified);
        AssertOutputs(driver, Modified);
    }

    [Fact]
    public void AValueThatChangesNothingStopsAtTheSource()
    {
        // A dropout changes nothing that is written: the model differs, the text does not.
        GeneratorDriver driver = RunTwice(Project, Project.WithFile("models/tiny/config.json", TestModels.Tiny.Replace("\"gelu\"", "\"gelu\", \"hidden_dropout_prob\": 0.2")));

        AssertReasons(driver, Steps.Model, Modified);
        AssertReasons(driver, Steps.Source, Unchanged);
        AssertOutputs(driver, Cached);
    }

    [Fact]
    public void AnotherModelLeavesTheFirstAlone()
    {
        GeneratorDriver driver = RunTwice(Project, Project.WithFile("models/other/config.json", TestModels.Google).WithFile("zoo/vocab.txt", "a"));

        AssertReasons(driver, Steps.File, Cached, New, New);
        AssertReasons(driver, Steps.FileValue, Cached, New, New);
        AssertReasons(driver, Steps.Target, Cached);
        AssertReasons(driver, Steps.Check, Unchanged);
        AssertReasons(driver, Steps.Model, Cached);
        AssertReasons(driver, Steps.Source, Cached);
        AssertOutputs(driver, Cached);
    }

    [Fact]
    public void AnotherClassLeavesTheFirstAlone()
    {
        GeneratorDriver driver = RunTwice(Project, Project.WithSource("Zoo.cs", TestModels.Class("\"models/tiny\"").Replace("class Bert", "class Zoo")));

        AssertReasons(driver, Steps.Target, Cached, New);
        AssertReasons(driver, Steps.Surroundings, Unchanged);
        AssertReasons(driver, Steps.Check, Cached, New);
        AssertReasons(driver, Steps.Model, Cached, New);
        AssertReasons(driver, Steps.Source, Cached, New);
    }

    [Fact]
    public void AnOptionReadsNoFileAgain()
    {
        GeneratorDriver driver = RunTwice(Project, Project.WithSource("Model.cs", TestModels.Class("\"models/tiny\", MaxPieces = 16")));

        AssertReasons(driver, Steps.File, Cached);
        AssertReasons(driver, Steps.FileValue, Cached);
        AssertReasons(driver, Steps.Target, Modified);
        AssertReasons(driver, Steps.Surroundings, Cached);
        AssertReasons(driver, Steps.Check, Modified);
        AssertReasons(driver, Steps.Model, Modified);
        AssertReasons(driver, Steps.Source, Modified);
        AssertOutputs(driver, Modified);
    }

    [Fact]
    public void StepsHoldNothingOfTheCompiler()
    {
        // With a finding, so that every step has an output to look at.
        TestProject project = TestModels.TinyProject(TestModels.Class("\"models/tiny\", ScalarMixParameters = [1, 2, 3], Normalize = true"))
            .WithFile("models/tiny/modules.json", TestModels.Modules)
            .WithFile("models/tiny/vocab.txt", "[PAD]");
        GeneratorRunResult result = project.Driver().RunGenerators(project.Compile()).GetRunResult().Results.Single();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (string step in AllSteps)
        {
            Assert.NotEmpty(result.TrackedSteps[step]);
            foreach (object value in result.TrackedSteps[step].SelectMany(run => run.Outputs).Select(output => output.Value))
            {
                AssertOwn(value, step, seen);
            }
        }
    }

    /// <summary>Walks all fields: nothing may lead to the compiler's objects, which would keep whole compilations alive.</summary>
    private static void AssertOwn(object? value, string path, HashSet<object> seen)
    {
        if (value is null or string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
        {
            return;
        }

        Assert.False(value is ISymbol or SyntaxNode or SyntaxTree or Compilation or Location or SourceText or AdditionalText or Delegate, $"{path} holds a {value.GetType()}");
        if (value is IEnumerable items)
        {
            foreach (object? item in items)
            {
                AssertOwn(item, path + "[]", seen);
            }
        }

        // Descriptors are shared statics of the generator itself.
        if (value is DiagnosticDescriptor || value.GetType().Namespace?.StartsWith("System", StringComparison.Ordinal) == true)
        {
            return;
        }

        foreach (FieldInfo field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            AssertOwn(field.GetValue(value), $"{path}.{field.Name}", seen);
        }
    }

    /// <summary>Runs on one project and then, with the same driver, on another; what is equal in both stays the same object.</summary>
    private static GeneratorDriver RunTwice(TestProject first, TestProject second)
    {
        CSharpCompilation compilation = first.Compile();
        ImmutableArray<AdditionalText> texts = first.Texts();
        GeneratorDriver driver = first.Driver(texts).RunGenerators(compilation);
        foreach ((string path, string content) in second.Files)
        {
            AdditionalText? old = texts.FirstOrDefault(text => text.Path == path);
            if (old is null)
            {
                driver = driver.AddAdditionalTexts([new InMemoryText(path, content)]);
            }
            else if (first.Files[path] != content)
            {
                driver = driver.ReplaceAdditionalText(old, new InMemoryText(path, content));
            }
        }

        foreach ((string path, string source) in second.Sources)
        {
            SyntaxTree? old = compilation.SyntaxTrees.FirstOrDefault(tree => tree.FilePath == path);
            if (old is null)
            {
                compilation = compilation.AddSyntaxTrees(TestProject.Parse(path, source));
            }
            else if (first.Sources[path] != source)
            {
                compilation = compilation.ReplaceSyntaxTree(old, TestProject.Parse(path, source));
            }
        }

        return driver.RunGenerators(compilation);
    }

    private static void AssertReasons(GeneratorDriver driver, string step, params IncrementalStepRunReason[] expected)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        IEnumerable<IncrementalStepRunReason> reasons = result.TrackedSteps.TryGetValue(step, out var runs)
            ? runs.SelectMany(run => run.Outputs).Select(output => output.Reason)
            : [];
        Assert.True(expected.SequenceEqual(reasons), $"{step}: expected {string.Join(", ", expected)}; found {string.Join(", ", reasons)}");
    }

    private static void AssertOutputs(GeneratorDriver driver, IncrementalStepRunReason expected)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        Assert.All(
            result.TrackedOutputSteps.SelectMany(step => step.Value).SelectMany(run => run.Outputs),
            output => Assert.Equal(expected, output.Reason));
    }
}
