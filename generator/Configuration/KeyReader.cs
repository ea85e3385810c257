using System.Globalization;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration.Json;
using BertGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration;

/// <summary>
/// Reads the keys of one JSON file by type and range, collecting what is wrong and where the keys are. A key that is
/// absent, or null, takes its default; without a default it is missing.
/// </summary>
internal sealed class KeyReader
{
    private readonly string _path;
    private readonly LineTable _lines;
    private readonly List<Finding> _findings = [];
    private readonly List<Position> _positions = [];
    private readonly Dictionary<string, int> _placeNumbers = new(StringComparer.Ordinal);
    private readonly Dictionary<JsonObject, ILookup<string, JsonMember>> _members = [];

    public KeyReader(string path, SourceText text)
    {
        string content = text.ToString();
        (_path, _lines) = (path, new LineTable(content));
        Mark("", default);
        Root = JsonReader.Read(content, out JsonError? error);
        if (error is not null)
        {
            Mark("", error.Span);
            Report(Descriptors.JsonSyntax, "", PathText.FileName(path), error.Message);
        }
    }

    /// <summary>The value of the whole file; null when it is not JSON.</summary>
    public JsonValue? Root { get; }

    public bool HasErrors => _findings.Exists(finding => finding.IsError);

    public EquatableArray<Finding> Findings => _findings.ToEquatable();

    /// <summary>The file as an object; reports anything else.</summary>
    public JsonObject? RootObject()
    {
        if (Root is not (null or JsonObject))
        {
            Mark("", Root.Span);
            Report(Descriptors.JsonSyntax, "", PathText.FileName(_path), $"expected an object, found {Root.Kind}");
        }

        return Root as JsonObject;
    }

    public FileReading Finish(ModelFile file) => new(file, _positions.ToEquatable());

    /// <summary>An integer of a range; <paramref name="fallback"/> null makes the key required.</summary>
    public int Integer(JsonObject from, string key, int? fallback, int least, int most)
    {
        JsonValue? value = Find(from, key, required: fallback is null);
        if (value is null)
        {
            return fallback ?? 0;
        }

        if (value is not JsonNumber number || number.Text.IndexOfAny(['.', 'e', 'E']) >= 0)
        {
            Report(Descriptors.KeyType, key, key, "an integer", Describe(value));
            return 0;
        }

        bool fits = int.TryParse(number.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int result);
        if (!fits || result < least || result > most)
        {
            string range = $"between {NumberText.Grouped(least)} and {NumberText.Grouped(most)}";
            Report(Descriptors.KeyRange, key, key, range, Describe(number));
        }

        return result;
    }

    /// <summary>A number for which a condition holds, as it was written.</summary>
    public string Number(JsonObject from, string key, string fallback, Func<double, bool> holds, string range)
    {
        JsonValue? value = Find(from, key);
        if (value is null)
        {
            return fallback;
        }

        if (value is not JsonNumber number)
        {
            Report(Descriptors.KeyType, key, key, "a number", Describe(value));
            return fallback;
        }

        // Text that overflows does not parse on older runtimes; it is out of every range.
        if (!double.TryParse(number.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double parsed) || !holds(parsed))
        {
            Report(Descriptors.KeyRange, key, key, range, Describe(number));
        }

        return number.Text;
    }

    public string Text(JsonObject from, string key, string fallback) => Find(from, key) switch
    {
        null => fallback,
        JsonString text => text.Value,
        { } other => WrongType(other, key, "a string", fallback),
    };

    /// <summary>The first text of an array; empty where there is none.</summary>
    public string FirstText(JsonObject from, string key) =>
        Find(from, key) is JsonArray { Items: { Length: > 0 } items } && items[0] is JsonString text ? text.Value : "";

    /// <summary>The texts of an array; null where it is absent.</summary>
    public IReadOnlyList<string>? Texts(JsonObject from, string key) => Find(from, key) switch
    {
        null => null,
        JsonArray array when array.Items.All(item => item is JsonString) => [.. array.Items.Select(item => ((JsonString)item).Value)],
        { } other => WrongType<IReadOnlyList<string>?>(other, key, "an array of strings", null),
    };

    /// <summary>Whether a key is there, whatever it says, null included.</summary>
    public bool Has(JsonObject from, string key) => MembersOf(from)[key].Any();

    /// <summary>A value as the file has it, to be told; null where it is absent, null, or what is meant by its absence.</summary>
    /// <param name="from">The object.</param>
    /// <param name="key">The key.</param>
    /// <param name="usual">Values that say nothing, as JSON has them.</param>
    public string? Unusual(JsonObject from, string key, params string[] usual)
    {
        string? text = Find(from, key) switch
        {
            null => null,
            JsonBoolean boolean => boolean.Value ? "true" : "false",
            { } other => Describe(other),
        };
        return text is null || usual.Contains(text) ? null : text;
    }

    /// <summary>An object; null where it is absent.</summary>
    public JsonObject? Object(JsonObject from, string key) => Find(from, key) switch
    {
        null => null,
        JsonObject found => found,
        { } other => WrongType<JsonObject?>(other, key, "an object", null),
    };

    /// <summary>The first of several names of a key that the file has, under whose place the key is then found by its own name too.</summary>
    public string NameOf(JsonObject from, params string[] names)
    {
        foreach (string name in names)
        {
            if (from.Members.LastOrDefault(member => member.Name == name) is { } member)
            {
                Mark(names[0], member.Value.Span);
                return name;
            }
        }

        return names[0];
    }

    public bool Boolean(JsonObject from, string key, bool fallback) => OptionalBoolean(from, key) ?? fallback;

    public bool? OptionalBoolean(JsonObject from, string key) => Find(from, key) switch
    {
        null => null,
        JsonBoolean boolean => boolean.Value,
        { } other => WrongType<bool?>(other, key, "true or false", null),
    };

    /// <summary>Remembers where a name is.</summary>
    public void Mark(string name, TextSpan span)
    {
        var position = new Position(Place.Key(_path, name), _path, span, _lines.Of(span));
        if (_placeNumbers.TryGetValue(name, out int number))
        {
            _positions[number] = position;
            return;
        }

        _placeNumbers.Add(name, _positions.Count);
        _positions.Add(position);
    }

    public void Report(DiagnosticDescriptor descriptor, string name, params string[] arguments) =>
        _findings.Add(Finding.Of(descriptor, Place.Key(_path, name), arguments));

    /// <summary>The last value of a key, as Python reads repeated keys; null when it is absent or null.</summary>
    private JsonValue? Find(JsonObject from, string key, bool required = false)
    {
        JsonMember? found = null;
        foreach (JsonMember member in MembersOf(from)[key])
        {
            if (found is not null)
            {
                string again = key + " (again)";
                Mark(again, member.NameSpan);
                Report(Descriptors.DuplicateKey, again, key);
            }

            found = member;
            Mark(key, member.Value.Span);
        }

        if (required && found is null)
        {
            Mark("", new TextSpan(from.Span.Start, 1));
            Report(Descriptors.KeyMissing, "", key);
        }

        return found?.Value is JsonNull && !required ? null : found?.Value;
    }

    // A file may have tens of thousands of keys, and some readers ask for each.
    private ILookup<string, JsonMember> MembersOf(JsonObject from)
    {
        if (!_members.TryGetValue(from, out ILookup<string, JsonMember> members))
        {
            members = from.Members.ToLookup(member => member.Name, StringComparer.Ordinal);
            _members.Add(from, members);
        }

        return members;
    }

    private T WrongType<T>(JsonValue value, string key, string expected, T fallback)
    {
        Report(Descriptors.KeyType, key, key, expected, Describe(value));
        return fallback;
    }

    private static string Describe(JsonValue value) => value switch
    {
        JsonString text => $"\"{VisibleText.Short(text.Value)}\"",
        JsonNumber number => VisibleText.Short(number.Text),
        _ => value.Kind,
    };
}
