using BertGen.Generator.Common;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Members;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BertGen.Generator.Options;

/// <summary>Reads the shape of a class off its symbol and the declaration that carries the attribute.</summary>
internal static class ClassShapeReader
{
    // Without the '@' of escaped names, which file names must not have.
    private static readonly SymbolDisplayFormat FullNames =
        new(typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    public static ClassShape Read(INamedTypeSymbol type, TypeDeclarationSyntax declaration, ClassParts possible, List<Position> positions)
    {
        positions.Add(Position.Of(Place.Class, declaration.Identifier.GetLocation()));
        return new ClassShape
        {
            Name = Escape(type.Name),
            Namespace = NamespaceOf(type),
            Containers = Containers(type).ToEquatable(),
            FullName = type.ToDisplayString(FullNames),
            IsPartial = IsPartial(declaration),
            IsGeneric = type.Arity > 0,
            IsRecord = type.IsRecord,
            IsStatic = type.IsStatic,
            IsAbstract = type.IsAbstract && !type.IsStatic,
            IsFileLocal = type.IsFileLocal,
            HasPrimaryConstructor = Declarations(type).Any(part => part.ParameterList is not null),
            ConstructorCount = CountConstructors(type, positions),
            IsTrained = (possible & ClassParts.Trained) != ClassParts.None,
            HasBaseClass = type.BaseType is { SpecialType: not SpecialType.System_Object } && !IsLibrary(type.BaseType),
            TakenNames = TakenNames(type, possible, positions).ToEquatable(),
            OwnNames = (possible & ClassParts.Torch) == ClassParts.None ? [] : OwnNames(type, positions).ToEquatable(),
        };
    }

    private static IEnumerable<ContainerShape> Containers(INamedTypeSymbol type) =>
        type.ContainingType is not { } container
            ? []
            : Containers(container).Append(new ContainerShape(
                Keyword(container),
                Escape(container.Name),
                Declarations(container).All(IsPartial),
                container.Arity > 0,
                container.IsFileLocal));

    private static int CountConstructors(INamedTypeSymbol type, List<Position> positions)
    {
        int count = 0;
        foreach (IMethodSymbol constructor in type.InstanceConstructors.Where(constructor => !IsCompiled(constructor)))
        {
            // A primary constructor, and one that nobody wrote, are declared otherwise.
            if (constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is ConstructorDeclarationSyntax written)
            {
                positions.Add(Position.Of(Place.Constructor(count), written.Identifier.GetLocation()));
                count++;
            }
        }

        return count;
    }

    private static IEnumerable<string> TakenNames(INamedTypeSymbol type, ClassParts possible, List<Position> positions)
    {
        var taken = new List<string>();
        if (ReservedMembers.Contains(type.Name, possible))
        {
            taken.Add(type.Name);
        }

        for (INamedTypeSymbol? owner = type; owner is { SpecialType: not SpecialType.System_Object } && !IsLibrary(owner); owner = owner.BaseType)
        {
            foreach (ISymbol member in owner.GetMembers())
            {
                bool isInherited = !ReferenceEquals(owner, type);
                if (member.IsImplicitlyDeclared
                    || !ReservedMembers.Conflicts(member, possible)
                    || (isInherited && IsOutOfSight(member, type))
                    || IsCompiled(member)
                    || taken.Contains(member.Name))
                {
                    continue;
                }

                taken.Add(member.Name);
                if (!isInherited && member.Locations.FirstOrDefault(location => location.IsInSource) is { } location)
                {
                    positions.Add(Position.Of(Place.Member(member.Name), location));
                }
            }
        }

        return taken;
    }

    // Of a class for TorchSharp, whose modules have the names of a model that nobody has looked at yet.
    private static IEnumerable<string> OwnNames(INamedTypeSymbol type, List<Position> positions)
    {
        var names = new HashSet<string>(StringComparer.Ordinal) { type.Name };
        foreach (ISymbol member in type.GetMembers().Where(member => !member.IsImplicitlyDeclared && member.CanBeReferencedByName && !IsCompiled(member)))
        {
            Place place = Place.Member(member.Name);
            if (names.Add(member.Name) && !positions.Exists(position => position.Place == place) && member.Locations.FirstOrDefault(location => location.IsInSource) is { } location)
            {
                positions.Add(Position.Of(place, location));
            }
        }

        return names;
    }

    // A member of a base class that cannot be named from the class is not hidden by one of the same name.
    private static bool IsOutOfSight(ISymbol member, INamedTypeSymbol type) => member.DeclaredAccessibility switch
    {
        Accessibility.Private => true,
        Accessibility.Internal or Accessibility.ProtectedAndInternal => !member.ContainingAssembly.GivesAccessTo(type.ContainingAssembly),
        _ => false,
    };

    // The compiled part may have a base class of the library, whose members are in nobody's way.
    private static bool IsLibrary(INamedTypeSymbol type) => type.ContainingAssembly?.Name == TorchReferences.Library;

    // An analyzer sees the generated part of the class too; those members are not in their own way.
    private static bool IsCompiled(ISymbol member)
    {
        const string Writer = nameof(BertGen) + "." + nameof(Generator) + "." + nameof(BertEmbedderGenerator);
        return member.DeclaringSyntaxReferences.Any(part => part.SyntaxTree.FilePath.Contains(Writer));
    }

    private static IEnumerable<TypeDeclarationSyntax> Declarations(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.Select(part => part.GetSyntax()).OfType<TypeDeclarationSyntax>();

    private static bool IsPartial(TypeDeclarationSyntax declaration) => declaration.Modifiers.Any(SyntaxKind.PartialKeyword);

    private static string Keyword(INamedTypeSymbol type) => (type.IsRecord, type.TypeKind) switch
    {
        (true, TypeKind.Struct) => "record struct",
        (true, _) => "record",
        (_, TypeKind.Struct) => "struct",
        (_, TypeKind.Interface) => "interface",
        _ => "class",
    };

    private static string NamespaceOf(INamedTypeSymbol type)
    {
        var segments = new Stack<string>();
        for (INamespaceSymbol scope = type.ContainingNamespace; !scope.IsGlobalNamespace; scope = scope.ContainingNamespace)
        {
            segments.Push(Escape(scope.Name));
        }

        return string.Join(".", segments);
    }

    private static string Escape(string name)
    {
        bool isKeyword = SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None
            || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None;
        return isKeyword ? "@" + name : name;
    }
}
