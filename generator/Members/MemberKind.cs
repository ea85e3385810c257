namespace BertGen.Generator.Members;

/// <summary>What a written member is.</summary>
internal enum MemberKind
{
    Constant,
    Property,
    Method,
    Type,

    /// <summary>The field of the nested class, which is not for callers.</summary>
    Field,
}
