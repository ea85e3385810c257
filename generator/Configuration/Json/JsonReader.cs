using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration.Json;

/// <summary>
/// Reads JSON by the letter of RFC 8259: no comments, no trailing commas, nothing after the value. A byte order mark in
/// front is skipped. Nesting is limited, because the reader recurses.
/// </summary>
internal sealed class JsonReader
{
    public const int MaxDepth = 64;

    private const char End = '\0';

    private readonly string _text;
    private int _at;
    private int _depth;
    private JsonError? _error;

    private JsonReader(string text) => _text = text;

    // U+0000 is not allowed anywhere in JSON, so it can stand for the end of the text.
    private char Current => _at < _text.Length ? _text[_at] : End;

    /// <summary>Reads a whole text as one value.</summary>
    /// <returns>The value, or null and the first error.</returns>
    public static JsonValue? Read(string text, out JsonError? error)
    {
        var reader = new JsonReader(text);
        if (reader.Current == '\uFEFF')
        {
            reader._at++;
        }

        JsonValue? value = reader.ReadValue();
        reader.SkipSpace();
        if (value is not null && reader._at < text.Length)
        {
            value = reader.Fail<JsonValue>("nothing may follow the value");
        }

        error = reader._error;
        return value;
    }

    private JsonValue? ReadValue()
    {
        SkipSpace();
        return Current switch
        {
            '{' => Nested(ReadObject),
            '[' => Nested(ReadArray),
            '"' => ReadString(),
            't' => ReadLiteral("true", static span => new JsonBoolean(true, span)),
            'f' => ReadLiteral("false", static span => new JsonBoolean(false, span)),
            'n' => ReadLiteral("null", static span => new JsonNull(span)),
            '-' or (>= '0' and <= '9') => ReadNumber(),
            _ => Fail<JsonValue>("expected a value"),
        };
    }

    private JsonValue? Nested(Func<JsonValue?> read)
    {
        if (++_depth > MaxDepth)
        {
            return Fail<JsonValue>($"values are nested deeper than {MaxDepth}");
        }

        JsonValue? value = read();
        _depth--;
        return value;
    }

    private JsonObject? ReadObject()
    {
        int start = _at++;
        ImmutableArray<JsonMember>.Builder members = ImmutableArray.CreateBuilder<JsonMember>();
        SkipSpace();
        if (!Take('}'))
        {
            do
            {
                SkipSpace();
                if (Current != '"')
                {
                    return Fail<JsonObject>("expected a name in double quotes");
                }

                if (ReadString() is not { } name)
                {
                    return null;
                }

                SkipSpace();
                if (!Take(':'))
                {
                    return Fail<JsonObject>($"expected ':' after \"{name.Value}\"");
                }

                if (ReadValue() is not { } value)
                {
                    return null;
                }

                members.Add(new JsonMember(name.Value, name.Span, value));
                SkipSpace();
            }
            while (Take(','));

            if (!Take('}'))
            {
                return Fail<JsonObject>("expected ',' or '}'");
            }
        }

        return new JsonObject(members.ToImmutable(), TextSpan.FromBounds(start, _at));
    }

    private JsonArray? ReadArray()
    {
        int start = _at++;
        ImmutableArray<JsonValue>.Builder items = ImmutableArray.CreateBuilder<JsonValue>();
        SkipSpace();
        if (!Take(']'))
        {
            do
            {
                if (ReadValue() is not { } item)
                {
                    return null;
                }

                items.Add(item);
                SkipSpace();
            }
            while (Take(','));

            if (!Take(']'))
            {
                return Fail<JsonArray>("expected ',' or ']'");
            }
        }

        return new JsonArray(items.ToImmutable(), TextSpan.FromBounds(start, _at));
    }

    private JsonString? ReadString()
    {
        int start = _at++;
        var value = new StringBuilder();
        int? half = null;
        while (!Take('"'))
        {
            int place = _at;
            char c = Current;
            if (c < ' ')
            {
                return Fail<JsonString>(_at < _text.Length ? "a control character must be escaped" : "the string does not end");
            }

            _at++;
            if (c != '\\')
            {
                value.Append(c);
            }
            else if (ReadEscape() is { } escaped)
            {
                value.Append(escaped);
            }
            else
            {
                return Fail<JsonString>("unknown escape");
            }

            // Half of a surrogate pair is no character, and cannot be written to a file.
            char last = value[value.Length - 1];
            if (char.IsLowSurrogate(last) ? half is null : half is not null)
            {
                return FailAt(half ?? place);
            }

            half = char.IsHighSurrogate(last) ? place : null;
        }

        if (half is { } end)
        {
            return FailAt(end);
        }

        JsonString? FailAt(int place)
        {
            _at = place;
            return Fail<JsonString>("half of a surrogate pair");
        }

        return new JsonString(value.ToString(), TextSpan.FromBounds(start, _at));
    }

    private char? ReadEscape()
    {
        char? plain = Current switch
        {
            '"' => '"',
            '\\' => '\\',
            '/' => '/',
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => null,
        };
        if (plain is not null)
        {
            _at++;
            return plain;
        }

        const int Digits = 4;
        if (Current != 'u' || _at + Digits >= _text.Length)
        {
            return null;
        }

        string hex = _text.Substring(_at + 1, Digits);
        if (!ushort.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort unit))
        {
            return null;
        }

        _at += 1 + Digits;
        return (char)unit;
    }

    private JsonNumber? ReadNumber()
    {
        int start = _at;
        Take('-');
        if (!Take('0') && !TakeDigits())
        {
            return Fail<JsonNumber>("expected a digit");
        }

        if (Take('.') && !TakeDigits())
        {
            return Fail<JsonNumber>("expected a digit after the point");
        }

        if (Take('e') || Take('E'))
        {
            if (!Take('+'))
            {
                Take('-');
            }

            if (!TakeDigits())
            {
                return Fail<JsonNumber>("expected a digit in the exponent");
            }
        }

        var span = TextSpan.FromBounds(start, _at);
        return new JsonNumber(_text.Substring(span.Start, span.Length), span);
    }

    private JsonValue? ReadLiteral(string literal, Func<TextSpan, JsonValue> make)
    {
        if (string.CompareOrdinal(_text, _at, literal, 0, literal.Length) != 0)
        {
            return Fail<JsonValue>("expected a value");
        }

        _at += literal.Length;
        return make(new TextSpan(_at - literal.Length, literal.Length));
    }

    private void SkipSpace()
    {
        while (Current is ' ' or '\t' or '\n' or '\r')
        {
            _at++;
        }
    }

    private bool Take(char c)
    {
        if (_at >= _text.Length || _text[_at] != c)
        {
            return false;
        }

        _at++;
        return true;
    }

    private bool TakeDigits()
    {
        int start = _at;
        while (Current is >= '0' and <= '9')
        {
            _at++;
        }

        return _at > start;
    }

    private T? Fail<T>(string message)
        where T : JsonValue
    {
        string found = _at >= _text.Length ? "the end of the file" : $"'{_text[_at]}'";
        if (_at < _text.Length && char.IsControl(_text[_at]))
        {
            found = "U+" + ((int)_text[_at]).ToString("X4", CultureInfo.InvariantCulture);
        }

        _error ??= new JsonError($"{message}, found {found}", new TextSpan(_at, _at < _text.Length ? 1 : 0));
        return null;
    }
}
