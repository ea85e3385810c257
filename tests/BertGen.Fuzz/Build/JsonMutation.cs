using System.Text;

namespace BertGen.Fuzz.Build;

/// <summary>Damages texts where their readers look: at numbers, strings, names and what stands between them.</summary>
internal static class JsonMutation
{
    private static readonly string[] Values =
    [
        "null", "true", "false", "{}", "[]", "[[]]", "\"\"", "\"bert\"", "0", "-0", "-1", "1.0", "1e2", "1E-400", "1e400", "18446744073709551616", "100000000000000000000",
        "2147483647", "2147483648", "-2147483649", "9223372036854775808", "0.1", "NaN", "Infinity", "\"\\ud800\"", "\"\\ud83d\\ude00\"", "\"\\u0000\"", "\"\u2028\"", "\"\\\"", "// no", "/**/",
    ];

    private static readonly string[] Pieces =
    [
        "\"", "\\", "{", "}", "[", "]", ",", ":", "\n", "\r", "\t", "\0", "\u0085", "\u2028", "\uFEFF", "\u00e9", "\U0001F600", "[PAD]", "[UNK]", "\n[SEP]\n", "version https://git-lfs",
        "\"vocab_size\": 7,", "\"hidden_size\": 1e1,", "\"layer_norm_eps\": 1,", "\"pooling_mode_x\": true,", "\"type\": 1,",
    ];

    public static byte[] Apply(byte[] file, Random random)
    {
        string text = Encoding.UTF8.GetString(file);
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            text = random.Next(3) switch
            {
                0 => Replace(text, random),
                1 => text.Insert(random.Next(text.Length + 1), Pieces[random.Next(Pieces.Length)]),
                _ => Cut(text, random),
            };
        }

        return Encoding.UTF8.GetBytes(text);
    }

    // The value behind one of the colons.
    private static string Replace(string text, Random random)
    {
        int[] colons = [.. Enumerable.Range(0, text.Length).Where(i => text[i] == ':')];
        if (colons.Length == 0)
        {
            return text;
        }

        int start = colons[random.Next(colons.Length)] + 1;
        int end = text.AsSpan(start).IndexOfAny(",}]") is var length and >= 0 ? start + length : text.Length;
        return $"{text.AsSpan(0, start)} {Values[random.Next(Values.Length)]}{text.AsSpan(end)}";
    }

    private static string Cut(string text, Random random)
    {
        int start = random.Next(text.Length + 1);
        return text.Remove(start, random.Next(Math.Min(text.Length - start, 12) + 1));
    }
}
