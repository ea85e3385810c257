using System.Text;
using BertGen.Generator.Tests.Harness;

namespace BertGen.Generator.Tests.TextForms;

/// <summary>
/// Text files as people have them, against every reader: the build, the compiler alone, the tool and the library say the same, in the same
/// place. A file is taken where Python takes it, but for a mark before JSON, which is passed over, and for NaN, which is no JSON.
/// </summary>
public sealed class MatrixTests : IDisposable
{
    private static readonly byte[] Tiny = Encoding.UTF8.GetBytes(TestModels.Tiny);
    private static readonly byte[] Vocabulary = "[PAD]\n[UNK]\n[CLS]\n[SEP]\nthe\n##s\n"u8.ToArray();
    private static readonly byte[] Pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n"u8.ToArray();

    private readonly Readers _readers = new();

    // The place is (0, 0) where the file is taken.
    private static readonly Dictionary<string, (byte[] Content, int Line, int Column)> Configs = new()
    {
        ["UTF-8"] = (Tiny, 0, 0),
        ["UTF-8 with a mark"] = ([0xEF, 0xBB, 0xBF, .. Tiny], 0, 0),
        ["UTF-16 with a mark"] = ([0xFF, 0xFE, .. Encoding.Unicode.GetBytes(TestModels.Tiny)], 1, 1),
        ["UTF-16, big end first, with a mark"] = ([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(TestModels.Tiny)], 1, 1),
        ["UTF-16"] = (Encoding.Unicode.GetBytes(TestModels.Tiny), 1, 1),
        ["UTF-16, big end first"] = (Encoding.BigEndianUnicode.GetBytes(TestModels.Tiny), 1, 1),
        ["Latin-1"] = (With("\"note\": \"caf\u00e9\",", Encoding.Latin1), 3, 15),
        ["Latin-1 behind a mark"] = ([0xEF, 0xBB, 0xBF, .. With("\"note\": \"caf\u00e9\",", Encoding.Latin1)], 3, 15),
        ["a spelling of UTF-8 that is too long"] = (WithBytes([0xC0, 0x80]), 3, 12),
        ["half of a pair in UTF-8"] = (WithBytes([0xED, 0xA0, 0x80]), 3, 12),
        ["characters of all lengths"] = (With("\"note\": \"\u00e9\u6f22\U0001F600\","), 0, 0),
        ["carriage returns and line feeds"] = (Encoding.UTF8.GetBytes(TestModels.Tiny.Replace("\n", "\r\n")), 0, 0),
        ["carriage returns alone"] = (Encoding.UTF8.GetBytes(TestModels.Tiny.Replace('\n', '\r')), 0, 0),
        ["blank lines around"] = ([.. "\n\r\n \t"u8, .. Tiny, .. "\n\n"u8], 0, 0),
        ["a comma at the end"] = (With("\"note\": [1, 2,],"), 3, 17),
        ["a comment at the end of a line"] = (With("\"note\": 1, // why"), 3, 14),
        ["a comment between"] = (With("/* why */ \"note\": 1,"), 3, 3),
        ["not a number"] = (With("\"note\": NaN,"), 3, 11),
        ["infinity"] = (With("\"note\": -Infinity,"), 3, 12),
        ["Python's True"] = (With("\"note\": True,"), 3, 11),
        ["single quotes"] = (With("'note': 1,"), 3, 3),
        ["a key twice"] = (With("\"vocab_size\": 60, \"vocab_size\": 60,"), 0, 0),
        ["empty"] = ([], 1, 1),
        ["white space alone"] = ("  \n"u8.ToArray(), 2, 1),
        ["cut off"] = (Tiny[..^30], 0, -1),
        ["two values"] = ([.. Tiny, .. " {}"u8], 13, 3),
        ["a zero byte at the end"] = ([.. Tiny, 0], 13, 2),
        ["a list"] = ("\n [1]"u8.ToArray(), 2, 2),
        ["a tabulator in a string"] = (With("\"note\": \"a\tb\","), 3, 13),
        ["half of a pair as an escape"] = (With("\"no\\\\te\": \"\\ud83d!\","), 3, 14),
        ["a pair as an escape"] = (With("\"note\": \"\\ud83d\\ude00\","), 0, 0),
        ["a line separator, and a mistake behind it"] = (With("\"note\": \"\u2028\u0085\",\n  ;"), 4, 3),
        ["a number in quotes"] = (With("\"num_hidden_layers\": \"3\",", replaced: "\"num_hidden_layers\": 3,"), 5, 24),
        ["a number with a point"] = (With("\"num_hidden_layers\": 3.0,", replaced: "\"num_hidden_layers\": 3,"), 5, 24),
        ["a number out of range"] = (With("\"num_hidden_layers\": 99999999999999999999,", replaced: "\"num_hidden_layers\": 3,"), 5, 24),
        ["64 levels"] = (With($"\"note\": {new string('[', 63)}{new string(']', 63)},"), 0, 0),
        ["65 levels"] = (With($"\"note\": {new string('[', 64)}{new string(']', 64)},"), 3, 74),
        ["a pointer of Git LFS"] = (Pointer, 1, 1),
        ["long"] = (With($"\"id2label\": {{{string.Join(',', Enumerable.Range(0, 100_000).Select(i => $"\"{i}\":\"LABEL_{i}\""))}}},"), 0, 0),
        ["too long"] = ([.. Tiny, .. Enumerable.Repeat((byte)' ', 1 << 24)], 1, 1),
    };

    private static readonly Dictionary<string, (byte[] Content, int Line, int Column)> Vocabularies = new()
    {
        ["UTF-8"] = (Vocabulary, 0, 0),
        ["UTF-8 with a mark"] = ([0xEF, 0xBB, 0xBF, .. Vocabulary], 0, 0),
        ["UTF-16 with a mark"] = ([0xFF, 0xFE, .. Encoding.Unicode.GetBytes("[PAD]\n")], 1, 1),
        ["UTF-16, big end first, with a mark"] = ([0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes("[PAD]\n")], 1, 1),
        ["UTF-16"] = (Encoding.Unicode.GetBytes("[PAD]\n"), 1, 1),
        ["UTF-16, big end first"] = (Encoding.BigEndianUnicode.GetBytes("[PAD]\n"), 1, 1),
        ["Latin-1"] = ([.. Vocabulary, .. Encoding.Latin1.GetBytes("##caf\u00e9\n")], 7, 6),
        ["Latin-1 behind a mark"] = ([0xEF, 0xBB, 0xBF, .. Vocabulary, .. Encoding.Latin1.GetBytes("##caf\u00e9\n")], 7, 6),
        ["a mark, and a replacement character"] = ([0xEF, 0xBB, 0xBF, .. Vocabulary, .. "\uFFFD\n"u8], 0, 0),
        ["Latin-1 and carriage returns"] = ([.. "[PAD]\r[UNK]\r\n\r"u8, 0xFC], 4, 1),
        ["cut off in a character"] = ([.. Vocabulary, 0xE6, 0xBC], 7, 1),
        ["carriage returns and line feeds"] = (Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Vocabulary).Replace("\n", "\r\n")), 0, 0),
        ["carriage returns alone"] = (Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Vocabulary).Replace('\n', '\r')), 0, 0),
        ["no line feed at the end"] = (Vocabulary[..^1], 0, 0),
        ["blank lines"] = ([.. "[PAD]\n\n\n"u8, .. Vocabulary[6..], .. "\n\n"u8], 0, 0),
        ["white space around"] = ("[PAD]\n \t[UNK] \n\u00a0[CLS]\u3000\n\u001c[SEP]\u2028\n"u8.ToArray(), 0, 0),
        ["other separators within"] = ("[PAD]\n[UNK]\u0085[CLS]\n[SEP]\n[CLS]\n"u8.ToArray(), 1, 1),
        ["a zero character"] = ([.. Vocabulary, (byte)'a', 0, (byte)'\n'], 0, 0),
        ["a token twice"] = ([.. Vocabulary, .. "[SEP]\n"u8], 0, 0),
        ["empty"] = ([], 1, 1),
        ["a token missing"] = (Vocabulary[..^11][..18], 1, 1),
        ["a pointer of Git LFS"] = (Pointer, 1, 1),
        ["too many lines"] = ([.. Vocabulary, .. Enumerable.Repeat((byte)'\n', 1 << 22)], 1, 1),
        ["too long"] = ([.. Vocabulary, .. Enumerable.Repeat((byte)'a', 1 << 26)], 1, 1),
    };

    public static TheoryData<string> ConfigForms() => [.. Configs.Keys];

    public static TheoryData<string> VocabularyForms() => [.. Vocabularies.Keys];

    public void Dispose() => _readers.Dispose();

    [Theory]
    [MemberData(nameof(ConfigForms))]
    public async Task AConfig(string form)
    {
        (byte[] content, int line, int column) = Configs[form];
        _readers.Put("config.json", content);
        AssertSame(line, column, ("build", _readers.Build()), ("compiler", _readers.BuildAlone()), ("tool", _readers.ToolBuild()), ("inspect", await _readers.InspectAsync()), ("library", _readers.LoadConfig()));
    }

    [Theory]
    [MemberData(nameof(VocabularyForms))]
    public void AVocabulary(string form)
    {
        (byte[] content, int line, int column) = Vocabularies[form];
        _readers.Put("config.json", Encoding.UTF8.GetBytes(TestModels.Tiny.Replace("\"vocab_size\": 61", "\"vocab_size\": 16777216")));
        _readers.Put("vocab.txt", content);
        AssertSame(line, column, ("build", _readers.Build()), ("compiler", _readers.BuildAlone()), ("tool", _readers.ToolBuild()), ("library", _readers.LoadVocabulary()));
    }

    // These are JSON too, and the build is the first to read them.
    [Theory]
    [MemberData(nameof(ConfigForms))]
    public void OtherJson(string form)
    {
        (byte[] content, int line, int column) = Configs[form];
        if (form.StartsWith("a number", StringComparison.Ordinal) || form == "a key twice")
        {
            return; // Of keys that only a config has.
        }

        _readers.Put("tokenizer_config.json", content);
        AssertSame(line, column, ("build", _readers.Build()), ("compiler", _readers.BuildAlone()), ("tool", _readers.ToolBuild()));
    }

    private static void AssertSame(int line, int column, params (string Reader, Verdict Verdict)[] verdicts)
    {
        foreach ((string reader, Verdict verdict) in verdicts)
        {
            bool isRight = column == 0
                ? verdict.IsTaken
                : !verdict.IsTaken && (column < 0 || (verdict.Line, verdict.Column) == (line, column) || (verdict.Line, line, column) == (0, 1, 1));
            Assert.True(isRight, $"{reader}: expected {(column == 0 ? "no error" : $"an error at {line}, {column}")}\n{string.Join('\n', verdicts)}");
        }
    }

    private static byte[] With(string line, Encoding? encoding = null, string replaced = "\"vocab_size\": 61,") =>
        (encoding ?? Encoding.UTF8).GetBytes(TestModels.Tiny.Replace(replaced, replaced.StartsWith("\"vocab", StringComparison.Ordinal) ? line + replaced : line));

    private static byte[] WithBytes(byte[] bytes)
    {
        byte[] text = With("\"note\": \"?\",");
        int place = Array.IndexOf(text, (byte)'?');
        return [.. text[..place], .. bytes, .. text[(place + 1)..]];
    }
}
