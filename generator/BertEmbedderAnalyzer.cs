using System.Collections.Immutable;
using BertGen.Generator.Checking;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Options;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace BertGen.Generator;

/// <summary>
/// Reports misuse of <c>[BertEmbedder]</c> and <c>[PretrainedBertEmbedder]</c> that shows without the model. What depends on the model's files is reported by
/// <see cref="BertEmbedderGenerator"/>, with the same checks and records.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BertEmbedderAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Descriptors.NotPartial,
        Descriptors.ContainerNotPartial,
        Descriptors.Generic,
        Descriptors.ClassKind,
        Descriptors.MemberNameTaken,
        Descriptors.TwoAttributes,
        Descriptors.ModelPath,
        Descriptors.MixWithTopLayer,
        Descriptors.EmbedMixAlone,
        Descriptors.MixParameter,
        Descriptors.MixDropsAll,
        Descriptors.NegativeTokens,
        Descriptors.WindowTooSmall,
        Descriptors.TrainingAlone,
        Descriptors.EnumValue,
        Descriptors.OptionOfTorchSharp,
        Descriptors.TorchSharpUnsupported,
        Descriptors.Int8Alone,
    ];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        AttributeData? attribute = AttributeReader.Find(type);
        SyntaxNode? syntax = attribute?.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken);
        if (syntax?.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration
            || AttributeReader.Read(type, declaration, attribute!, context.CancellationToken) is not { } target)
        {
            return;
        }

        ImmutableArray<SyntaxTree> trees = [.. type.DeclaringSyntaxReferences.Select(part => part.SyntaxTree)];
        foreach (LocatedFinding finding in LocatedFinding.Of(OptionCheck.Check(target.Options), target.Positions))
        {
            context.ReportDiagnostic(finding.ToDiagnostic(trees));
        }
    }
}
