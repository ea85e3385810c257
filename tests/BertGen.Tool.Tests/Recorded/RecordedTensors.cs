using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace BertGen.Tool.Tests.Recorded;

/// <summary>The tensors of a recorded case, in double precision.</summary>
internal sealed class RecordedTensors
{
    private readonly Dictionary<string, double[]> _tensors = [];

    public RecordedTensors(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        byte[] content = File.ReadAllBytes(path);
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(content);
        using var header = JsonDocument.Parse(content.AsMemory(8, length));
        foreach (JsonProperty tensor in header.RootElement.EnumerateObject().Where(tensor => tensor.Name != "__metadata__"))
        {
            JsonElement[] offsets = [.. tensor.Value.GetProperty("data_offsets").EnumerateArray()];
            ReadOnlySpan<byte> data = content.AsSpan((8 + length + offsets[0].GetInt32())..(8 + length + offsets[1].GetInt32()));
            if (tensor.Value.GetProperty("dtype").GetString() is "F64")
            {
                _tensors.Add(tensor.Name, MemoryMarshal.Cast<byte, double>(data).ToArray());
            }
            else if (tensor.Value.GetProperty("dtype").GetString() is "I64")
            {
                _tensors.Add(tensor.Name, [.. MemoryMarshal.Cast<byte, long>(data).ToArray().Select(value => (double)value)]);
            }
            else if (tensor.Value.GetProperty("dtype").GetString() is "F32")
            {
                _tensors.Add(tensor.Name, [.. MemoryMarshal.Cast<byte, float>(data).ToArray().Select(value => (double)value)]);
            }
        }
    }

    /// <summary>A tensor, or null.</summary>
    public double[]? Find(string name) => _tensors.GetValueOrDefault(name);
}
