using FastBertTokenizer;

namespace BertGen.Benchmarks.Text;

/// <summary>FastBertTokenizer, a tokenizer in C#.</summary>
internal sealed class FastBertPeer : ITokenizerPeer
{
    private const int LongestText = 1 << 16;

    private readonly BertTokenizer _tokenizer = new();
    private readonly long[] _ids = new long[LongestText];
    private readonly long[] _mask = new long[LongestText];

    /// <summary>Reads a vocabulary of lower-case pieces.</summary>
    public FastBertPeer(string vocabulary)
    {
        using StreamReader lines = File.OpenText(vocabulary);
        _tokenizer.LoadVocabulary(lines, convertInputToLowercase: true);
    }

    public string Name => "FastBertTokenizer, a call a text";

    public void Encode(string text) => _tokenizer.Encode(text, _ids, _mask);

    public bool Makes(string text, ReadOnlySpan<int> pieces)
    {
        int count = _tokenizer.Encode(text, _ids, _mask);
        bool equal = count == pieces.Length;
        for (int i = 0; equal && i < count; i++)
        {
            equal = _ids[i] == pieces[i];
        }

        return equal;
    }
}
