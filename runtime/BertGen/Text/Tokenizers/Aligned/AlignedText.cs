using System.Runtime.CompilerServices;

namespace BertGen.Text.Tokenizers.Aligned;

/// <summary>
/// A text that was rewritten, and for each of its UTF-16 units the part of the original that it comes from. Growing and
/// pooled; not safe for concurrent use.
/// </summary>
internal sealed class AlignedText : IDisposable
{
    private readonly PooledBuffer<char> _chars = new();
    private readonly PooledBuffer<TextRange> _sources = new();

    /// <summary>Number of units.</summary>
    public int Length => _chars.Count;

    /// <summary>The text.</summary>
    public Span<char> Chars => _chars.Written;

    /// <summary>Where each unit comes from.</summary>
    public Span<TextRange> Sources => _sources.Written;

    /// <summary>Size of the arrays.</summary>
    public int Capacity => _chars.Capacity + _sources.Capacity;

    /// <summary>Drops everything.</summary>
    public void Clear()
    {
        _chars.Clear();
        _sources.Clear();
    }

    /// <summary>Drops the units from <paramref name="length"/> on.</summary>
    public void Truncate(int length)
    {
        _chars.Truncate(length);
        _sources.Truncate(length);
    }

    /// <summary>Appends a part of the original as it is.</summary>
    /// <param name="original">The part.</param>
    /// <param name="start">Where it starts in the original.</param>
    public void AppendOriginal(ReadOnlySpan<char> original, int start)
    {
        _chars.AddRange(original);
        Span<TextRange> sources = _sources.Free(original.Length)[..original.Length];
        for (int i = 0; i < sources.Length; i++)
        {
            sources[i] = new TextRange(start + i, start + i + 1);
        }

        for (int i = original.IndexOfAnyInRange('\uD800', '\uDBFF'); i >= 0 && i + 1 < original.Length; i++)
        {
            if (char.IsHighSurrogate(original[i]) && char.IsLowSurrogate(original[i + 1]))
            {
                sources[i] = sources[i + 1] = new TextRange(start + i, start + i + 2);
                i++;
            }
        }

        _sources.Advance(original.Length);
    }

    /// <summary>Appends a part of another rewritten text.</summary>
    public void Append(ReadOnlySpan<char> chars, ReadOnlySpan<TextRange> sources)
    {
        _chars.AddRange(chars);
        _sources.AddRange(sources);
    }

    /// <summary>Appends one unit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(char unit, TextRange source)
    {
        _chars.Add(unit);
        _sources.Add(source);
    }

    /// <summary>Appends one code point.</summary>
    public void AppendCodePoint(int codePoint, TextRange source)
    {
        if (codePoint < 0x10000)
        {
            Append((char)codePoint, source);
            return;
        }

        codePoint -= 0x10000;
        Append((char)(0xD800 + (codePoint >> 10)), source);
        Append((char)(0xDC00 + (codePoint & 0x3FF)), source);
    }

    /// <summary>Gives the arrays back; the text is empty then, and usable.</summary>
    public void Dispose()
    {
        _chars.Dispose();
        _sources.Dispose();
    }
}
