using BertGen.Parity.Compiling;
using BertGen.Parity.Differences;
using BertGen.Parity.Golden;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BertGen.Parity;

/// <summary>Recorded constructions with options that cannot work: they do not compile.</summary>
public sealed class OptionCheckTests
{
    public static TheoryData<string, string> Refused => GoldenCases.Rows(item => item.Classify() == DeliberateDifference.OptionsAreChecked);

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task IsACompileErrorAtItsArgument(string model, string name)
    {
        GoldenCase item = GoldenCases.Find(model, name);
        InvalidOption invalid = InvalidOption.Find(item)!;
        Diagnostic finding = Assert.Single(await EmbedderCompiler.FindingsAsync(item.Compiled()));
        Assert.Equal(DiagnosticSeverity.Error, finding.Severity);
        Assert.Equal(invalid.Diagnostic, finding.Id);

        SyntaxNode place = (await finding.Location.SourceTree!.GetRootAsync()).FindNode(finding.Location.SourceSpan);
        Assert.Equal(invalid.Argument, place.FirstAncestorOrSelf<AttributeArgumentSyntax>()?.NameEquals?.Name.Identifier.Text);
    }
}
