using System.Collections.Immutable;
using System.Text;
using BertGen.Generator.Architectures;
using BertGen.Generator.Checking;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Options;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator;

/// <summary>Writes the embedder of every class with <c>[BertEmbedder]</c> or <c>[PretrainedBertEmbedder]</c>.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class BertEmbedderGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var reader = new ModelFileReader(ArchitectureList.Configs);

        // A step combines two objects, never pairs of pairs: the compiler's tables of steps are generic, and compiled anew for
        // every struct. Each file is read in a row of its own: typing C# reads none again, and one that is laid out anew has
        // new positions but the same value, where the way to the source ends.
        var readings = context.AdditionalTextsProvider.Where(reader.IsModelFile).Select(reader.Read).WithTrackingName(Steps.File);
        var files = readings.Select(static (reading, _) => reading.File).WithTrackingName(Steps.FileValue).Collect();

        var targets = Targets(context, AttributeReader.EmbedderName).Combine(Targets(context, AttributeReader.PretrainedName))
            .SelectMany(static (pair, _) => pair.Left.AddRange(pair.Right));
        var surroundings = context.AnalyzerConfigOptionsProvider.Select(ProjectFolder)
            .Combine(files)
            .Select(static (pair, _) => new ProjectFiles(pair.Left, pair.Right.ToEquatable()))
            .Combine(targets.Select(static (target, _) => target.Options.Class.FullName).Collect())
            .Combine(context.MetadataReferencesProvider.Collect().Combine(context.ParseOptionsProvider)
                .Select(static (row, _) => new Referenced(TorchReferences.Of(row.Left), OldLanguage(row.Right))))
            .Select(static (row, _) => new Surroundings(row.Left.Left, NameClash.Find(row.Left.Right), row.Right.Torch) { OldLanguage = row.Right.OldLanguage })
            .WithTrackingName(Steps.Surroundings);
        var checks = targets.Combine(surroundings)
            .Select(static (row, _) => new CheckedTarget(ModelCheck.Check(row.Left.Options, row.Right), row.Left.Positions))
            .WithTrackingName(Steps.Check);

        // First output: source, which depends on values alone. A class that only moved stops at the model.
        var sources = checks.Select(static (check, _) => check.Model).WithTrackingName(Steps.Model)
            .Select(static (model, _) => EmbedderSource.Of(model)).WithTrackingName(Steps.Source);
        context.RegisterSourceOutput(sources, AddSource);

        // Second output: diagnostics, which follow positions. Only a finding asks for the compilation, to get at the syntax
        // tree of its line; a project without findings has no row here.
        var findings = checks.Combine(readings.Collect())
            .SelectMany(static (row, _) => Locate(row.Left, row.Right))
            .Collect()
            .SelectMany(static (located, _) => located.Distinct())
            .WithTrackingName(Steps.Findings);
        context.RegisterSourceOutput(
            findings.Combine(context.CompilationProvider),
            static (output, row) => output.ReportDiagnostic(row.Left.ToDiagnostic([.. row.Right.SyntaxTrees])));
    }

    private static IncrementalValueProvider<ImmutableArray<EmbedderTarget>> Targets(IncrementalGeneratorInitializationContext context, string attribute) =>
        context.SyntaxProvider
            .ForAttributeWithMetadataName(attribute, IsClass, ReadTarget)
            .Where(static target => target is not null)
            .Select(static (target, _) => target!)
            .WithTrackingName(Steps.Target)
            .Collect();

    private static bool IsClass(SyntaxNode node, CancellationToken cancellation) => node is ClassDeclarationSyntax or RecordDeclarationSyntax;

    private static EmbedderTarget? ReadTarget(GeneratorAttributeSyntaxContext context, CancellationToken cancellation) =>
        AttributeReader.Read((INamedTypeSymbol)context.TargetSymbol, context.TargetNode, context.Attributes[0], cancellation);

    private static string ProjectFolder(AnalyzerConfigOptionsProvider provider, CancellationToken cancellation) =>
        PathText.Normalize(
            provider.GlobalOptions.TryGetValue("build_property.BertGenProjectFolder", out string? encoded) && Decode(encoded) is { Length: > 0 } decoded ? decoded
            : provider.GlobalOptions.TryGetValue("build_property.ProjectDir", out string? folder) ? folder
            : "");

    private static string? OldLanguage(ParseOptions options) =>
        options is CSharpParseOptions { LanguageVersion: < LanguageVersion.CSharp13 and var version } ? version.ToDisplayString() : null;

    private sealed record Referenced(TorchReferences Torch, string? OldLanguage);

    // Base64, since what the compiler is given of a property ends at the first # or ;.
    private static string? Decode(string encoded)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(encoded));
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static IEnumerable<LocatedFinding> Locate(CheckedTarget target, ImmutableArray<FileReading> readings)
    {
        if (target.Model.Findings.Count == 0)
        {
            return [];
        }

        Position[] positions = [.. target.Positions, .. readings.SelectMany(reading => reading.Positions)];
        return LocatedFinding.Of(target.Model.Findings, positions);
    }

    private static void AddSource(SourceProductionContext output, EmbedderSource? source)
    {
        if (source is not null)
        {
            output.AddSource(source.FileName, SourceText.From(source.Text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)));
        }
    }
}
