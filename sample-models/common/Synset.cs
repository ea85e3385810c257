namespace TrainingSamples;

/// <summary>Words of one meaning, and the definition of it.</summary>
/// <param name="IsHeldOut">Whether it is kept from training, to measure what was learned.</param>
/// <param name="Supersense">The file of WordNet's lexicographers that it is in, such as <c>noun.animal</c>.</param>
/// <param name="Words">The words.</param>
/// <param name="Definition">What they mean.</param>
internal sealed record Synset(bool IsHeldOut, string Supersense, string[] Words, string Definition);
