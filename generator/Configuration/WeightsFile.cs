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
internal sealed record StoredTensor(string Name, string Type, string Shape)
{
    /// <summary>Tensors that are taken for one: their rows one below the other; null where they have no common width, or several types.</summary>
    public static StoredTensor? Join(IReadOnlyList<StoredTensor> parts)
    {
        if (parts.Count == 1)
        {
            return parts[0];
        }

        string[][] shapes = [.. parts.Select(part => part.Shape.Trim('[', ']').Split([", "], StringSplitOptions.RemoveEmptyEntries))];
        bool areAlike = shapes.All(shape => shape.Length > 0 && shape.Skip(1).SequenceEqual(shapes[0].Skip(1))) && parts.All(part => part.Type == parts[0].Type);
        long rows = 0;
        foreach (string[] shape in areAlike ? shapes : [])
        {
            areAlike &= int.TryParse(shape[0], out int own);
            rows += own;
        }

        string name = string.Join(" + ", parts.Select(part => part.Name));
        return areAlike ? new StoredTensor(name, parts[0].Type, $"[{string.Join(", ", new[] { NumberText.Plain(rows) }.Concat(shapes[0].Skip(1)))}]") : null;
    }
}

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
