using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Aligned;

/// <summary>
/// Rewrites a text from left to right and keeps track of where each character comes from: a character either takes the
/// place of the next one of the old text, or is new and belongs to the one before it.
/// </summary>
/// <param name="text">The old text.</param>
/// <param name="sources">Where each of its units comes from.</param>
/// <param name="origin">Where the stretch begins in the original: what is put in front of everything belongs there.</param>
/// <param name="target">Gets the new text.</param>
internal ref struct AlignedWriter(ReadOnlySpan<char> text, ReadOnlySpan<TextRange> sources, int origin, AlignedText target)
{
    private readonly ReadOnlySpan<char> _text = text;
    private readonly ReadOnlySpan<TextRange> _sources = sources;
    private int _position;

    /// <summary>Writes a character in the place of the next old one.</summary>
    public void Replace(int codePoint)
    {
        target.AppendCodePoint(codePoint, _sources[_position]);
        Skip(1);
    }

    /// <summary>Writes a new character behind the last old one.</summary>
    public readonly void Insert(int codePoint) =>
        target.AppendCodePoint(codePoint, _position > 0 ? _sources[_position - 1] : new TextRange(origin, origin));

    /// <summary>Passes over old characters.</summary>
    public void Skip(int count)
    {
        for (; count > 0 && _position < _text.Length; count--)
        {
            _position += Character.UnitsAt(_text, _position);
        }
    }

    /// <summary>Copies old units as they are.</summary>
    public void Copy(int units)
    {
        target.Append(_text.Slice(_position, units), _sources.Slice(_position, units));
        _position += units;
    }

    /// <summary>
    /// Writes a character with the change that it makes to the length: 1 for a new one, 0 for one in the place of an old
    /// one, -n for one after which n old ones are left out.
    /// </summary>
    public void Write(int codePoint, int change)
    {
        if (change > 0)
        {
            Insert(codePoint);
            return;
        }

        Replace(codePoint);
        Skip(-change);
    }
}
