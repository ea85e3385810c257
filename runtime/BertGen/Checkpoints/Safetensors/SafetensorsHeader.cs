using System.Runtime.InteropServices;
using System.Text.Json;

namespace BertGen.Checkpoints.Safetensors;

/// <summary>Parses the header of a safetensors file and checks all that the format demands of it.</summary>
internal ref struct SafetensorsHeader
{
    private readonly string _path;
    private readonly long _dataLength;
    private Utf8JsonReader _json;

    private SafetensorsHeader(ReadOnlySpan<byte> json, long dataLength, string path)
    {
        _path = path;
        _dataLength = dataLength;
        _json = new Utf8JsonReader(json);
    }

    /// <returns>The tensors in the order of their bytes.</returns>
    /// <exception cref="CheckpointException">The header breaks a rule of the format.</exception>
    public static List<PlacedTensor> Parse(ReadOnlySpan<byte> json, long dataLength, string path)
    {
        if (!json.StartsWith("{"u8))
        {
            throw new CheckpointException(path, "expected the header to start with '{': this is no safetensors file, or it is damaged.");
        }

        try
        {
            List<PlacedTensor> tensors = new SafetensorsHeader(json, dataLength, path).ReadTensors();
            CheckLayout(tensors, dataLength, path);
            return tensors;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The reader throws the latter where a string is not valid UTF-8.
            throw new CheckpointException(path, $"the header is not valid JSON: {e.Message}", e);
        }
    }

    private List<PlacedTensor> ReadTensors()
    {
        var tensors = new List<PlacedTensor>();
        var names = new HashSet<string>();
        _json.Read(); // The opening brace.
        while (NextProperty() is { } name)
        {
            if (!names.Add(name))
            {
                throw Problem(name, "expected every name once, found it twice.");
            }

            if (name == "__metadata__")
            {
                ReadMetadata();
            }
            else
            {
                tensors.Add(ReadTensor(name));
            }
        }

        _json.Read(); // Complains about anything but space behind the object.
        return tensors;
    }

    private void ReadMetadata()
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            throw new CheckpointException(_path, $"expected __metadata__ to be an object of strings, found {_json.TokenType}.");
        }

        while (NextProperty() is { } key)
        {
            if (_json.TokenType != JsonTokenType.String)
            {
                throw new CheckpointException(_path, $"expected a string in __metadata__, found {_json.TokenType} for '{key}'.");
            }
        }
    }

    private PlacedTensor ReadTensor(string name)
    {
        if (_json.TokenType != JsonTokenType.StartObject)
        {
            throw Problem(name, $"expected an object, found {_json.TokenType}.");
        }

        TensorElementType? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        while (NextProperty() is { } key)
        {
            switch (key)
            {
                case "dtype" when type is null:
                    type = ReadType(name);
                    break;
                case "shape" when shape is null:
                    shape = ReadNumbers(name, key);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(name, key);
                    break;
                case "dtype" or "shape" or "data_offsets":
                    throw Problem(name, $"expected '{key}' once, found it twice.");
                default:
                    _json.Skip();
                    break;
            }
        }

        if (type is null || shape is null || offsets is null)
        {
            throw Problem(name, $"expected dtype, shape and data_offsets, found no {(type is null ? "dtype" : shape is null ? "shape" : "data_offsets")}.");
        }

        return Place(name, type.Value, shape, offsets);
    }

    private readonly PlacedTensor Place(string name, TensorElementType type, long[] shape, long[] offsets)
    {
        if (offsets is not [long begin, long end] || begin > end || end > _dataLength)
        {
            throw Problem(name, $"expected data_offsets [begin, end] within the {_dataLength} bytes of data, found [{string.Join(", ", offsets)}].");
        }

        long? length = type.ByteLength(shape);
        if (length != end - begin)
        {
            throw Problem(name, $"{type.Name()} [{string.Join(", ", shape)}] expected {length?.ToString() ?? "an impossible number of"} bytes, found {end - begin}.");
        }

        return new PlacedTensor(new TensorEntry(name, type, ImmutableCollectionsMarshal.AsImmutableArray(shape), end - begin), begin);
    }

    private readonly TensorElementType ReadType(string name)
    {
        string? text = _json.TokenType == JsonTokenType.String ? _json.GetString() : null;
        return text is not null && TensorElementTypes.TryParse(text, out TensorElementType type)
            ? type
            : throw Problem(name, $"expected a dtype such as F32, found {text ?? _json.TokenType.ToString()}.");
    }

    private long[] ReadNumbers(string name, string key)
    {
        if (_json.TokenType != JsonTokenType.StartArray)
        {
            throw Problem(name, $"expected '{key}' to be an array, found {_json.TokenType}.");
        }

        var numbers = new List<long>();
        while (_json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            if (_json.TokenType != JsonTokenType.Number || !_json.TryGetInt64(out long number) || number < 0)
            {
                throw Problem(name, $"expected integers of at least 0 in '{key}', found another value.");
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    /// <summary>Moves to the value of the object's next property; null at the end of the object.</summary>
    private string? NextProperty()
    {
        _json.Read();
        if (_json.TokenType != JsonTokenType.PropertyName)
        {
            return null;
        }

        string name = _json.GetString()!;
        _json.Read();
        return name;
    }

    private readonly CheckpointException Problem(string name, string problem) => new(_path, name, $"{name}: {problem}");

    // Every byte of the data belongs to exactly one tensor.
    private static void CheckLayout(List<PlacedTensor> tensors, long dataLength, string path)
    {
        tensors.Sort((a, b) => (a.Begin, a.End).CompareTo((b.Begin, b.End)));
        long end = 0;
        foreach (PlacedTensor tensor in tensors)
        {
            if (tensor.Begin != end)
            {
                string found = tensor.Begin < end ? "an overlap" : "a gap";
                throw new CheckpointException(path, tensor.Entry.Name, $"{tensor.Entry.Name}: expected its bytes to start at {end}, found {found}: they start at {tensor.Begin}.");
            }

            end = tensor.End;
        }

        if (end != dataLength)
        {
            throw new CheckpointException(path, $"expected {end} bytes of data, found {dataLength}.");
        }
    }
}
