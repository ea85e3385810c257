using BertGen.Generator.Common;

namespace BertGen.Generator.Options;

/// <summary>The class that carries the attribute: its name, and all that decides whether code can be written into it.</summary>
internal sealed record ClassShape
{
    /// <summary>Identifier as code, escaped where it is a keyword.</summary>
    public required string Name { get; init; }

    /// <summary>Namespace as code; empty for the global one.</summary>
    public required string Namespace { get; init; }

    /// <summary>The types it is nested in, outermost first.</summary>
    public required EquatableArray<ContainerShape> Containers { get; init; }

    /// <summary>Full name for people and for the name of the file.</summary>
    public required string FullName { get; init; }

    public required bool IsPartial { get; init; }

    public required bool IsGeneric { get; init; }

    public required bool IsRecord { get; init; }

    public required bool IsStatic { get; init; }

    public required bool IsAbstract { get; init; }

    public required bool IsFileLocal { get; init; }

    public required bool HasPrimaryConstructor { get; init; }

    /// <summary>Whether it has a base class that a person wrote.</summary>
    public required bool HasBaseClass { get; init; }

    /// <summary>How many instance constructors the user wrote, the primary one aside.</summary>
    public required int ConstructorCount { get; init; }

    /// <summary>Whether the attribute asks for a backward pass: the compiled class then has more members.</summary>
    public bool IsTrained { get; init; }

    /// <summary>Members that the user wrote (or inherits) and the compiled class needs for itself.</summary>
    public required EquatableArray<string> TakenNames { get; init; }

    /// <summary>The names of the class and of all that the user wrote in it, in a class for TorchSharp; else none.</summary>
    public EquatableArray<string> OwnNames { get; init; } = [];

    /// <summary>True when a further partial declaration of the class compiles.</summary>
    public bool CanBeExtended =>
        IsPartial && !IsGeneric && !IsStatic && !IsFileLocal
        && Containers.All(container => container.IsPartial && !container.IsGeneric && !container.IsFileLocal);
}

/// <summary>A type that the class is nested in; the keyword is how it is declared: <c>class</c>, <c>record struct</c> ...</summary>
internal sealed record ContainerShape(string Keyword, string Name, bool IsPartial, bool IsGeneric, bool IsFileLocal);
