using System.Runtime.InteropServices;
using Tokenizers.DotNet;

namespace BertGen.Benchmarks.Text;

/// <summary>Hugging Face's tokenizer, a native library behind the package Tokenizers.DotNet.</summary>
internal sealed class HuggingFacePeer : ITokenizerPeer, IDisposable
{
    private readonly Tokenizer _tokenizer;

    /// <summary>Reads a vocabulary of lower-case pieces.</summary>
    /// <param name="vocabulary">Path of the vocabulary.</param>
    /// <param name="folder">Where the file is written that the tokenizer reads.</param>
    public HuggingFacePeer(string vocabulary, string folder)
    {
        Directory.CreateDirectory(folder);
        string file = Path.Combine(folder, "tokenizer.json");
        File.WriteAllText(file, TokenizerFile.Of(File.ReadAllLines(vocabulary)));
        _tokenizer = new Tokenizer(file);
    }

    public string Name => "Hugging Face's tokenizer, a call a text";

    public void Encode(string text) => _tokenizer.Encode(text);

    public bool Makes(string text, ReadOnlySpan<int> pieces) => MemoryMarshal.Cast<uint, int>(_tokenizer.Encode(text)).SequenceEqual(pieces);

    public void Dispose() => _tokenizer.Dispose();
}
