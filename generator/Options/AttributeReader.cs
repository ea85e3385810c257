using System.Collections.Immutable;
using BertGen.Generator.Common;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Members;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BertGen.Generator.Options;

/// <summary>
/// Turns an attribute into records. Nothing of the compiler (symbol, syntax, location) leaves this class, so that the
/// results can be cached.
/// </summary>
internal static class AttributeReader
{
    public const string EmbedderName = Namespace + Embedder;
    public const string PretrainedName = Namespace + Pretrained;

    private const string Namespace = "BertGen.";
    private const string Embedder = "BertEmbedderAttribute";
    private const string Pretrained = "PretrainedBertEmbedderAttribute";

    /// <summary>
    /// Reads the attribute of a class; null where it is not the one asked for, or where another part of the class carries the first one, so that a class is
    /// compiled once (the compiler itself reports an attribute that is there twice).
    /// </summary>
    public static EmbedderTarget? Read(INamedTypeSymbol type, SyntaxNode declaration, AttributeData asked, CancellationToken cancellation)
    {
        AttributeData? attribute = Find(type);
        AttributeData? second = FindAll(type).FirstOrDefault(other => !HaveOneClass(other, attribute));
        if (!HaveOneClass(asked, attribute)
            || attribute?.ApplicationSyntaxReference?.GetSyntax(cancellation) is not AttributeSyntax syntax
            || syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } owner
            || owner != declaration)
        {
            return null;
        }

        var positions = new List<Position>();
        ClassShape shape = ClassShapeReader.Read(type, owner, PossibleParts(attribute), positions);
        ReadPositions(syntax, positions);
        if (second?.ApplicationSyntaxReference?.GetSyntax(cancellation) is { } other)
        {
            positions.Add(Position.Of(Place.SecondAttribute, other.GetLocation()));
        }

        return new EmbedderTarget(ReadOptions(shape, attribute) with { HasBothAttributes = second is not null }, positions.ToEquatable());
    }

    /// <summary>The attribute of a class, if it has one; of both, the one that needs the files.</summary>
    public static AttributeData? Find(INamedTypeSymbol type) =>
        FindAll(type).OrderBy(attribute => attribute.AttributeClass!.Name, StringComparer.Ordinal).FirstOrDefault();

    /// <summary>What a class may have by its attribute alone, whatever its folder says.</summary>
    private static ClassParts PossibleParts(AttributeData attribute)
    {
        bool isTorch = TargetOf(attribute) == Target.TorchSharp, isHub = attribute.AttributeClass!.Name == Pretrained;
        bool isMixLearned = !Is(nameof(EmbedderOptions.TopLayerOnly)) && Named(attribute, nameof(EmbedderOptions.ScalarMixParameters)).IsNull;
        return ClassParts.All
            & ~(isTorch ? ClassParts.Engine | ClassParts.Table : ClassParts.Torch)
            & ~(isTorch || !Is(nameof(EmbedderOptions.RequiresGrad)) ? ClassParts.Trained : ClassParts.None)
            & ~(isHub ? ClassParts.Path : ClassParts.Hub)
            & ~(isMixLearned ? ClassParts.None : ClassParts.Mix)
            & ~(Is(nameof(EmbedderOptions.Pooler)) ? ClassParts.None : ClassParts.Pooler);

        bool Is(string name) => ValueOf(Named(attribute, name)) is true;
    }

    private static bool HaveOneClass(AttributeData left, AttributeData? right) => left.AttributeClass?.Name == right?.AttributeClass?.Name;

    private static IEnumerable<AttributeData> FindAll(INamedTypeSymbol type) => type.GetAttributes().Where(attribute =>
        attribute.AttributeClass is { Name: Embedder or Pretrained } found && found.ToDisplayString() == Namespace + found.Name);

    private static EmbedderOptions ReadOptions(ClassShape shape, AttributeData attribute)
    {
        return new EmbedderOptions
        {
            Class = shape,
            IsPretrained = attribute.AttributeClass!.Name == Pretrained,
            Model = attribute.ConstructorArguments.Length == 1 ? ValueOf(attribute.ConstructorArguments[0]) as string : null,
            TopLayerOnly = Get<bool>("TopLayerOnly") ?? false,
            MaxPieces = Get<int>("MaxPieces"),
            NumStartTokens = Get<int>("NumStartTokens"),
            NumEndTokens = Get<int>("NumEndTokens"),
            ScalarMixParameters = Doubles(Named(attribute, "ScalarMixParameters")),
            RequiresGrad = Get<bool>("RequiresGrad") ?? false,
            FreezeEmbeddings = Get<bool>("FreezeEmbeddings"),
            FrozenLayers = Get<int>("FrozenLayers"),
            Checkpointing = Get<bool>("Checkpointing"),
            Pooler = Get<bool>("Pooler") ?? false,
            Head = (Head)(Get<int>("Head") ?? 0),
            Pooling = (Pooling?)Get<int>("Pooling"),
            Normalize = Get<bool>("Normalize"),
            Dimensions = Get<int>("Dimensions"),
            EmbedScalarMix = Get<bool>("EmbedScalarMix") ?? false,
            Target = TargetOf(attribute),
            Device = (Device?)Get<int>("Device"),
            Precision = (Precision?)Get<int>("Precision"),
        };

        T? Get<T>(string name)
            where T : struct =>
            ValueOf(Named(attribute, name)) is T given ? given : null;
    }

    private static Target TargetOf(AttributeData attribute) => ValueOf(Named(attribute, "Target")) is int target ? (Target)target : Target.Managed;

    // While somebody types, an argument may be there twice: the first one counts, and the compiler complains of the other.
    private static TypedConstant Named(AttributeData attribute, string name) => attribute.NamedArguments.FirstOrDefault(argument => argument.Key == name).Value;

    private static object? ValueOf(TypedConstant constant) => constant.Kind == TypedConstantKind.Array ? null : constant.Value;

    private static EquatableArray<double>? Doubles(TypedConstant array) =>
        array.Kind != TypedConstantKind.Array || array.IsNull
            ? null
            : array.Values.Select(value => ValueOf(value) is double number ? number : double.NaN).ToEquatable();

    private static void ReadPositions(AttributeSyntax attribute, List<Position> positions)
    {
        if (attribute.ArgumentList is not { } list)
        {
            positions.Add(Position.Of(Place.Model, attribute.GetLocation()));
            return;
        }

        foreach (AttributeArgumentSyntax argument in list.Arguments)
        {
            string name = argument.NameEquals?.Name.Identifier.ValueText ?? Place.Model.Name;
            positions.Add(Position.Of(Place.Argument(name), argument.Expression.GetLocation()));
            ImmutableArray<SyntaxNode> elements = Elements(argument.Expression);
            for (int i = 0; i < elements.Length; i++)
            {
                positions.Add(Position.Of(Place.Element(name, i), elements[i].GetLocation()));
            }
        }
    }

    private static ImmutableArray<SyntaxNode> Elements(ExpressionSyntax expression) => expression switch
    {
        CollectionExpressionSyntax collection => [.. collection.Elements],
        ArrayCreationExpressionSyntax { Initializer: { } items } => [.. items.Expressions],
        ImplicitArrayCreationExpressionSyntax { Initializer: { } items } => [.. items.Expressions],
        _ => [],
    };
}
