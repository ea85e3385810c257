using BertGen.Generator.Members;
using Microsoft.CodeAnalysis;

namespace BertGen.Generator.Options;

/// <summary>Whether a member that the user wrote would stand in the way of one that is written.</summary>
internal static class ReservedMembers
{
    private static readonly ILookup<string, Member> ByName = MemberTable.All.ToLookup(member => member.Name, StringComparer.Ordinal);

    /// <summary>Whether a written member may have a name, overloads aside.</summary>
    /// <param name="name">The name.</param>
    /// <param name="possible">All that the class may have; what its folder says is not known yet.</param>
    public static bool Contains(string name, ClassParts possible) => Of(name, possible).Any();

    /// <summary>Whether a member cannot stand beside the written ones. Overloads of a written method can, unless a call of that would mean them.</summary>
    public static bool Conflicts(ISymbol member, ClassParts possible) => Of(member.Name, possible).Any(written =>
        member is not IMethodSymbol method
        || written.Kind != MemberKind.Method
        || (method.Arity == 0 && written.Calls.Contains(string.Join(" ", method.Parameters.Select(parameter => TypeName(parameter.Type))))));

    private static IEnumerable<Member> Of(string name, ClassParts possible) => ByName[name].Where(member => member.IsOf(possible));

    private static string TypeName(ITypeSymbol type) => type is IArrayTypeSymbol array ? TypeName(array.ElementType) + "[]" : type.Name;
}
