using BertGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BertGen.Generator.Tests;

/// <summary>One mistake: a project whose only marked place, in C# or in a file, is where the diagnostic must point.</summary>
internal sealed record DiagnosticCase(string Id, string Message, string Source, params (string Path, string Text)[] Files)
{
    private const string ConfigPath = "models/tiny/config.json";

    /// <summary>A mistake in the arguments of the attribute, on the tiny model.</summary>
    public static DiagnosticCase InArguments(string id, string arguments, string message) =>
        new(id, message, TestModels.Class(arguments), (ConfigPath, TestModels.Tiny));

    /// <summary>A mistake in the declaration of the class, on the tiny model.</summary>
    public static DiagnosticCase InClass(string id, string declaration, string message) =>
        new(id, message, "using BertGen;\n\nnamespace Demo;\n\n" + declaration, (ConfigPath, TestModels.Tiny));

    /// <summary>A mistake in the config: one piece of it replaced.</summary>
    public static DiagnosticCase InConfig(string id, string old, string replacement, string message) =>
        new(id, message, TestModels.Class("\"models/tiny\""), (ConfigPath, TestModels.Tiny.Replace(old, replacement)));

    /// <summary>The same in the config of another model.</summary>
    public static DiagnosticCase OfModel(string id, string config, string old, string replacement, string message) =>
        new(id, message, TestModels.Class("\"models/tiny\""), (ConfigPath, config.Replace(old, replacement, StringComparison.Ordinal)));

    /// <summary>A mistake in another file of the folder, or in the arguments against it.</summary>
    public static DiagnosticCase InFolder(string id, string arguments, string message, params (string Name, string Text)[] files) =>
        new(
            id,
            message,
            TestModels.Class(arguments),
            [(ConfigPath, TestModels.Tiny), .. files.Select(file => ("models/tiny/" + file.Name, file.Text))]);

    /// <summary>A mistake in the arguments of a class for TorchSharp, in a project with all references but some.</summary>
    public static DiagnosticCase InTorchArguments(string id, string arguments, string message, params string[] leftOut) =>
        InArguments(id, "\"models/tiny\", Target = " + arguments, message) with { LeftOut = leftOut };

    /// <summary>References that the project lacks; null: those of TorchSharp.</summary>
    public string[]? LeftOut { get; init; }

    /// <summary>The language version of the project.</summary>
    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp13;

    public TestProject Project => (LeftOut is null ? Sources : Sources.WithTorchSharp(LeftOut)) with { Language = Language };

    private TestProject Sources => Files.Aggregate(
        TestProject.Of(Markup.Strip(Source)),
        (project, file) => project.WithFile(file.Path, Markup.Strip(file.Text)));

    /// <summary>Asserts the place, and that a place in C# is one that <c>#pragma</c> can see.</summary>
    public void AssertPlace(Diagnostic diagnostic)
    {
        (string path, string text) = Files.Append(("Model.cs", Source)).Single(file => Markup.Span(file.Item2) is not null);
        bool isSource = path == "Model.cs";
        FileLinePositionSpan lines = diagnostic.Location.GetLineSpan();
        Assert.Equal(isSource, diagnostic.Location.IsInSource);
        Assert.Equal(isSource ? path : $"{TestProject.Folder}/{path}", lines.Path);
        Assert.Equal(Markup.Span(text), diagnostic.Location.SourceSpan);

        string before = text[..text.IndexOf("[|", StringComparison.Ordinal)];
        Assert.Equal(before.Count(c => c == '\n'), lines.StartLinePosition.Line);
        Assert.Equal(before.Length - (before.LastIndexOf('\n') + 1), lines.StartLinePosition.Character);
    }
}
