using BertGen.Generator.Common;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Model;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking;

/// <summary>The result of all checks of one class: what to compile, or null, and what was found.</summary>
/// <remarks>The target is what the project can compile for. The clash names the other class that has the right to the name of the file, if there is one.</remarks>
internal sealed record CheckedModel(ClassShape Class, Target Target, EmbedderSpec? Spec, EquatableArray<Finding> Findings, NameClash? Clash)
{
    /// <summary>Whether the project's language version has what written code needs.</summary>
    public bool IsLanguageNew { get; init; } = true;
}

/// <summary>The same, and beside it where each thing of the class was written.</summary>
internal sealed record CheckedTarget(CheckedModel Model, EquatableArray<Position> Positions);
