using System.Numerics.Tensors;
using ReverseDictionary;

namespace BertGen.ReverseDictionary.Tests;

/// <summary>Stands in for the model: a text's vector tells how often each letter occurs in it.</summary>
internal sealed class LetterEmbedder : ITextEmbedder
{
    public int Width => 26;

    /// <summary>Texts embedded since it was made.</summary>
    public int TextCount { get; private set; }

    public long CountPieces(ReadOnlySpan<string> texts)
    {
        long count = 0;
        foreach (string text in texts)
        {
            count += text.Length;
        }

        return count;
    }

    public void Embed(ReadOnlySpan<string> texts, Span<float> vectors)
    {
        TextCount += texts.Length;
        for (int i = 0; i < texts.Length; i++)
        {
            Span<float> vector = vectors.Slice(i * Width, Width);
            vector.Clear();
            foreach (char letter in texts[i].Where(char.IsAsciiLetterLower))
            {
                vector[letter - 'a']++;
            }

            TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), vector);
        }
    }

    public void Dispose()
    {
    }
}
