using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace BertGen.Generator.Members;

/// <summary>A member of the user's class that the compiler writes.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its name.</param>
/// <param name="Parts">What a class has that has the member: all of these.</param>
/// <param name="Declaration">Its declaration up to the body, with <see cref="MemberTable.Self"/> for the class; null where its members depend on the model.</param>
internal sealed record Member(MemberKind Kind, string Name, ClassParts Parts, string? Declaration)
{
    /// <summary>Whether a class that could not be compiled has it: not where it would stand beside another that takes the same arguments.</summary>
    public bool IsInStub { get; init; } = true;

    private readonly ParameterSyntax[] _parameters = Kind == MemberKind.Method ? ParametersOf(Declaration!) : [];

    /// <summary>Simple names of the types of its parameters, as the compiler's symbols have them, with a space between: what tells overloads apart.</summary>
    public string Parameters => Names(_parameters);

    /// <summary>The same of all calls: those that may be left out are, one after the other. An overload of the user's that has one of these would be meant by such a call.</summary>
    public IEnumerable<string> Calls => Enumerable.Range(0, _parameters.Length + 1)
        .Where(count => _parameters.Skip(count).All(parameter => parameter.Default is not null))
        .Select(count => Names(_parameters.Take(count)));

    /// <summary>Whether a property can be set.</summary>
    public bool IsSettable { get; init; }

    /// <summary>Whether a class has it.</summary>
    /// <param name="parts">All that the class has.</param>
    public bool IsOf(ClassParts parts) => (Parts & ~parts) == ClassParts.None;

    private static ParameterSyntax[] ParametersOf(string declaration)
    {
        var method = (BaseMethodDeclarationSyntax)SyntaxFactory.ParseMemberDeclaration(declaration.Replace(MemberTable.Self, "Self") + ";")!;
        return [.. method.ParameterList.Parameters];
    }

    private static string Names(IEnumerable<ParameterSyntax> parameters) => string.Join(" ", parameters.Select(parameter => NameOf(parameter.Type!)));

    private static string NameOf(TypeSyntax type) => type switch
    {
        ArrayTypeSyntax array => NameOf(array.ElementType) + "[]",
        NullableTypeSyntax { ElementType: PredefinedTypeSyntax { Keyword.ValueText: not "string" } } => "Nullable",
        NullableTypeSyntax nullable => NameOf(nullable.ElementType),
        QualifiedNameSyntax qualified => NameOf(qualified.Right),
        AliasQualifiedNameSyntax alias => NameOf(alias.Name),
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        PredefinedTypeSyntax { Keyword.ValueText: "string" } => "String",
        PredefinedTypeSyntax { Keyword.ValueText: "bool" } => "Boolean",
        PredefinedTypeSyntax { Keyword.ValueText: "int" } => "Int32",
        _ => throw new InvalidOperationException($"'{type}' is no type of a parameter."),
    };
}
