namespace BertGen.Benchmarks.Text;

/// <summary>Another tokenizer with the same vocabulary.</summary>
internal interface ITokenizerPeer
{
    /// <summary>Name in tables.</summary>
    string Name { get; }

    /// <summary>Makes the pieces of a text, with those at its ends; what is measured.</summary>
    void Encode(string text);

    /// <summary>Whether these are the pieces that it makes of a text.</summary>
    bool Makes(string text, ReadOnlySpan<int> pieces);
}
