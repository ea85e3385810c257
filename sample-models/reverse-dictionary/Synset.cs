namespace ReverseDictionary;

/// <summary>Words of one meaning, and the definition of it.</summary>
/// <param name="Words">The words, separated by commas.</param>
/// <param name="Definition">What they mean.</param>
internal readonly record struct Synset(string Words, string Definition);
