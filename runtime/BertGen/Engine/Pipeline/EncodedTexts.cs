namespace BertGen.Engine.Pipeline;

/// <summary>
/// The pieces of texts that whoever calls has encoded before, as the call itself would: with its prompt, its limit and special pieces. So a
/// server that counts pieces before it makes a batch encodes no text twice. Texts are told apart by where they lie, not by what they say.
/// </summary>
internal sealed class EncodedTexts
{
    private readonly Dictionary<string, int[]> _ids = new(ReferenceEqualityComparer.Instance);

    /// <summary>Adds the pieces of a text.</summary>
    /// <param name="text">The text, the very object that is embedded.</param>
    /// <param name="ids">The ids of its pieces.</param>
    public void Add(string text, int[] ids) => _ids[text] = ids;

    /// <summary>The pieces of a text; null where it was not encoded before.</summary>
    public int[]? Find(string text) => _ids.GetValueOrDefault(text);
}
