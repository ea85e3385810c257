using System.Text;

namespace BertGen.Tests.Text;

/// <summary>Texts that mix words, scripts, white space and characters that nobody types; the same ones in every run.</summary>
internal sealed class RandomTexts(int seed, IReadOnlyList<string> pieces)
{
    private static readonly string[] Oddities =
    [
        "[CLS]", "[SEP]", "[cls]", "[UNK", "[MASK]", "Foo", "foo", "The", "##ing", "##", "don't", "a.b", "--", "_",
        "caf\u00E9", "cafe\u0301", "\u0301", "\u0130", "\u03A3\u03A3", "A\u03A3", ".\u03A3", "\u4E2D\u6587", "\u65E5", "\uAC01",
        "\u0410\u0431", "\u05D0", "\u0E01\u0E31", "\U00010400", "\U00020000", "\U0001F600", "\uD800", "\uDC00", "\uFFFD",
        "\0", "\u0007", "\u007F", "\u0080", "\u00AD", "\u200B", "\u00A0", "\u3000", "\u2028", "\u0085", "\u001C", "\u00FF", "\u0100",
    ];

    private readonly Random _random = new(seed);
    private readonly StringBuilder _text = new();

    /// <summary>The next text: most are short, and some longer than any block of the fast path.</summary>
    public string Next()
    {
        _text.Clear();
        int length = _random.Next(_random.Next(8) == 0 ? 300 : 90);
        bool plain = _random.Next(3) == 0;
        while (_text.Length < length)
        {
            AppendPart(plain);
        }

        return _text.ToString();
    }

    private void AppendPart(bool plain)
    {
        switch (_random.Next(plain ? 6 : 8))
        {
            case 0 or 1 or 2:
                _text.Append(' ', _random.Next(10) == 0 ? 3 : 1);
                AppendWord();
                break;
            case 3:
                AppendWord();
                break;
            case 4:
                _text.Append((char)_random.Next('!', '\u007F'));
                break;
            case 5:
                _text.Append(' ').Append((char)_random.Next('a', 'z' + 1), _random.Next(20) == 0 ? _random.Next(60, 130) : _random.Next(1, 20));
                break;
            case 6:
                _text.Append((char)_random.Next(128));
                break;
            default:
                _text.Append(Oddities[_random.Next(Oddities.Length)]);
                break;
        }
    }

    /// <summary>Some pieces of the vocabulary, one behind the other, in any case.</summary>
    private void AppendWord()
    {
        int start = _text.Length;
        for (int count = _random.Next(1, 4); count > 0; count--)
        {
            _text.Append(pieces[_random.Next(pieces.Count)].TrimStart('#'));
        }

        if (_random.Next(4) == 0 && _text.Length > start)
        {
            _text[start] = char.ToUpperInvariant(_text[start]);
        }
    }
}
