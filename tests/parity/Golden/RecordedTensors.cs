using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace BertGen.Parity.Golden;

/// <summary>The tensors of a recorded file, read without the runtime's own reader.</summary>
internal sealed class RecordedTensors
{
    private readonly byte[] _file;
    private readonly int _dataStart;
    private readonly Dictionary<string, (int Start, int End)> _ranges = [];

    private RecordedTensors(byte[] file)
    {
        _file = file;
        _dataStart = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8.._dataStart));
        foreach (JsonProperty tensor in header.RootElement.EnumerateObject())
        {
            if (tensor.Value.TryGetProperty("data_offsets", out JsonElement range))
            {
                _ranges.Add(tensor.Name, (range[0].GetInt32(), range[1].GetInt32()));
            }
        }
    }

    public static RecordedTensors Read(string path) => new(File.ReadAllBytes(path));

    /// <summary>The recorded gradient of a tensor of the model, whose name may have the family's prefix before it.</summary>
    public float[] Gradient(string tensor)
    {
        string[] names = [.. _ranges.Keys.Where(name => name == "gradient.grad." + tensor || (name.StartsWith("gradient.grad.", StringComparison.Ordinal) && name.EndsWith("." + tensor, StringComparison.Ordinal)))];
        return Values<float>(names.Length == 1 ? names[0] : "gradient.grad." + tensor);
    }

    public T[] Values<T>(string name)
        where T : struct
    {
        (int start, int end) = _ranges[name];
        return MemoryMarshal.Cast<byte, T>(_file.AsSpan((_dataStart + start)..(_dataStart + end))).ToArray();
    }
}
