using BertGen.Generator.Common;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking;

/// <summary>The result of all checks of one class: what to compile, or null, and what was found.</summary>
internal sealed record CheckedModel(ClassShape Class, EmbedderSpec? Spec, EquatableArray<Finding> Findings)
{
    /// <summary>Whether another class has the right to the name of the file.</summary>
    public bool IsNameClash => Findings.Any(finding => finding.Descriptor.Id == Descriptors.ClassNameClash.Id);
}
