using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Patterns;

/// <summary>All matches of a pattern in a text, from left to right. An empty one does not follow another directly.</summary>
internal ref struct PatternMatches(TextPattern pattern, ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private int _next;
    private int _lastEnd = -1;

    /// <summary>Goes to the next match.</summary>
    public bool TryNext(out int start, out int end)
    {
        while (_next <= _text.Length && pattern.TryFind(_text, _next, out start, out end))
        {
            if (start == end)
            {
                _next = end == _text.Length ? end + 1 : end + Character.UnitsAt(_text, end);
                if (end == _lastEnd)
                {
                    continue;
                }
            }
            else
            {
                _next = end;
            }

            _lastEnd = end;
            return true;
        }

        (start, end) = (_text.Length, _text.Length);
        _next = _text.Length + 1;
        return false;
    }
}
