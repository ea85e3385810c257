namespace BertGen.Bulk.Output;

/// <summary>How vectors are written.</summary>
/// <param name="Format">The files.</param>
/// <param name="Type">The components.</param>
/// <param name="Smallest">For <see cref="VectorType.Int8"/>, the smallest value of each component.</param>
/// <param name="Largest">For <see cref="VectorType.Int8"/>, the largest value of each component.</param>
internal sealed record OutputSettings(OutputFormat Format, VectorType Type, IReadOnlyList<float>? Smallest, IReadOnlyList<float>? Largest);
