using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.BytePair;

/// <summary>A place in a text, moved by a number of UTF-8 bytes.</summary>
internal ref struct BytePlace(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;

    /// <summary>The character that the place is in, and how many of its bytes are behind the place.</summary>
    private int _index;
    private int _taken;

    /// <summary>Passes over bytes, and tells the characters that they belong to.</summary>
    public void Advance(int bytes, out int start, out int end)
    {
        start = Math.Min(_index, _text.Length);
        end = start;
        while (bytes > 0 && _index < _text.Length)
        {
            char c = _text[_index];
            int units = 1;
            int length = c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
            if (length == 3 && Character.UnitsAt(_text, _index) == 2)
            {
                (units, length) = (2, 4);
            }

            end = _index + units;
            int taken = Math.Min(bytes, length - _taken);
            bytes -= taken;
            _taken += taken;
            if (_taken == length)
            {
                _index += units;
                _taken = 0;
            }
        }
    }
}
