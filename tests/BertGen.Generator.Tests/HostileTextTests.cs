using BertGen.Generator.Common;
using BertGen.Generator.Tests.Harness;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace BertGen.Generator.Tests;

/// <summary>Text of paths, names and files is text in the written class and in messages, whatever characters it holds.</summary>
public sealed class HostileTextTests
{
    // What ends a line in C#, what ends one elsewhere, what XML does not allow, and half of a character.
    private static readonly string[] Breaks = ["\u0085", "\u2028", "\u2029", "\r", "\n", "\r\n", "\u000B", "\u000C", "\0", "\u0001", "\uFEFF", "\uFFFF", "\uD800"];

    private static readonly string[] Forms = ["", ", TopLayerOnly = true, RequiresGrad = true, Pooler = true", ", Target = BertTarget.TorchSharp", ", Pooling = BertPooling.Mean"];

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (string form in Forms)
        {
            foreach (string mark in Breaks)
            {
                data.Add(form, VisibleText.Of(mark));
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task AFolderOfAnyNameIsOneLineOfTheWrittenClass(string form, string visible)
    {
        string mark = Breaks.Single(candidate => VisibleText.Of(candidate) == visible);
        string folder = $"models/ti{mark}int x = 1; /*{mark}ny & <b>";
        string literal = SymbolDisplay.FormatLiteral(folder, quote: true);
        TestProject project = TestProject.Of(TestModels.Class(literal + form)).WithTorchSharp().WithFile(folder + "/config.json", TestModels.Tiny);

        BuildResult result = await project.BuildAsync();

        string source = Assert.Single(result.Sources).Value;
        Assert.DoesNotContain(source, character => character != '\n' && IsLineEnd(character));
        Assert.Equal(source.Split('\n').Length, CSharpSyntaxTree.ParseText(source).GetText().Lines.Count);
        Assert.DoesNotContain(result.Findings, finding => finding.GetMessage().Any(IsLineEnd));
        Assert.DoesNotContain(result.CompilerDiagnostics, diagnostic => diagnostic.Id != "CS1591");
        bool isRefused = mark.All(char.IsControl);
        Assert.Equal(isRefused ? ["BERT010"] : [], result.Findings.Select(finding => finding.Id));
        if (!isRefused)
        {
            Assert.Contains($"BERT encoder of <c>models/ti{visible}int x = 1; /*{visible}ny &amp; &lt;b&gt;</c>", source);
        }
    }

    // A name that the attribute finds through another spelling: the folder's own is in the file alone.
    [Theory]
    [InlineData("\u2028")]
    [InlineData("\u0085")]
    public async Task ADownloadedNameIsOneLineToo(string mark)
    {
        string name = $"organisation/mo{mark}del";
        TestProject project = TestProject.Of(TestModels.Pretrained(SymbolDisplay.FormatLiteral(name, quote: true)))
            .WithFile(TestModels.PreparedPath(name, "config.json"), TestModels.Tiny);

        BuildResult result = await project.BuildAsync();

        Assert.DoesNotContain(Assert.Single(result.Sources).Value, character => character != '\n' && IsLineEnd(character));
    }

    [Theory]
    [InlineData("\"hidden_act\": \"gelu\"", "\"hidden_act\": \"ge\\u2028\\n\\u0000lu\"", "BERT027", "\"ge\\u2028\\u000A\\u0000lu\"")]
    [InlineData("\"hidden_size\": 32", "\"hidden_size\": \"3\\r2\"", "BERT024", "\"3\\u000D2\"")]
    [InlineData("\"model_type\": \"bert\"", "\"model_type\": \"\\u0085\"", "BERT028", "\\u0085")]
    public async Task MessagesAreOneLine(string old, string replacement, string id, string shown)
    {
        TestProject project = TestProject.Of(TestModels.Class("\"models/tiny\"")).WithFile("models/tiny/config.json", TestModels.Tiny.Replace(old, replacement));

        Diagnostic finding = Assert.Single((await project.BuildAsync()).Findings);

        Assert.Equal(id, finding.Id);
        Assert.Contains(shown, finding.GetMessage());
        Assert.DoesNotContain(finding.GetMessage(), IsLineEnd);
    }

    [Fact]
    public async Task AMessageShowsTheStartOfALongValue()
    {
        string config = TestModels.Tiny.Replace("\"hidden_size\": 32", $"\"hidden_size\": \"{new string('x', 100_000)}\"");
        TestProject project = TestProject.Of(TestModels.Class("\"models/tiny\"")).WithFile("models/tiny/config.json", config);

        string message = Assert.Single((await project.BuildAsync()).Findings).GetMessage();

        Assert.InRange(message.Length, 200, 300);
    }

    private static bool IsLineEnd(char character) => character is '\n' or '\r' or '\u0085' or '\u2028' or '\u2029' or '\u000B' or '\u000C';
}
