using System.ComponentModel;
using BertGen.Common.Weights;

namespace BertGen.Checkpoints;

/// <summary>Another way in which checkpoints have a module: by another name, or as several modules whose tensors are its own one below the other.</summary>
/// <param name="Name">Its name in the table of weights, with <c>*</c> for the number of a layer.</param>
/// <param name="Parts">The other names.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record OtherName(string Name, params string[] Parts)
{
    /// <summary>The tensors that are one of the table; null where that is of another module.</summary>
    /// <param name="tensor">Name in the table.</param>
    internal string[]? Of(string tensor) =>
        NamePattern.Apply(Name, "", tensor) is null ? null : Array.ConvertAll(Parts, part => NamePattern.Apply(Name, part, tensor)!);
}
