using BertGen.Generator.Common;
using Microsoft.CodeAnalysis;

namespace BertGen.Generator.Diagnostics;

/// <summary>One thing that is wrong, free of positions so that it can be a cached value.</summary>
internal sealed record Finding(DiagnosticDescriptor Descriptor, Place Place, EquatableArray<string> Arguments)
{
    public bool IsError => Descriptor.DefaultSeverity == DiagnosticSeverity.Error;

    public static Finding Of(DiagnosticDescriptor descriptor, Place place, params string[] arguments) =>
        new(descriptor, place, arguments.ToEquatable());
}
