using BertGen.Generator.Common;
using BertGen.Generator.Diagnostics;

namespace BertGen.Generator.Configuration;

/// <summary>The header of a weights file, which the build copied: what tensors there are, and no values.</summary>
/// <param name="Path">Normalised path of the copy.</param>
/// <param name="Findings">None: what is wrong with it is <paramref name="Problem"/>.</param>
/// <param name="Name">Name of the weights file.</param>
/// <param name="Problem">Why there are no tensors; null when the header was read.</param>
/// <param name="Tensors">The tensors in the order of the header.</param>
internal sealed record WeightsFile(
    string Path,
    EquatableArray<Finding> Findings,
    string Name,
    string? Problem,
    EquatableArray<StoredTensor> Tensors)
    : ModelFile(Path, Findings);

/// <summary>One tensor of a weights file: its type, such as <c>F32</c>, and its shape, such as <c>[30522, 768]</c>.</summary>
internal sealed record StoredTensor(string Name, string Type, string Shape);

/// <summary>The index of weights in several files.</summary>
internal sealed record WeightsIndexFile(
    string Path,
    EquatableArray<Finding> Findings,
    string Name,
    string? Problem,
    EquatableArray<PlacedTensor> Tensors)
    : ModelFile(Path, Findings);

/// <summary>Which file holds a tensor.</summary>
internal sealed record PlacedTensor(string Name, string File);

/// <summary>Why the archive of a model could not be read.</summary>
internal sealed record ArchiveProblemFile(string Path, EquatableArray<Finding> Findings, string Problem)
    : ModelFile(Path, Findings);
