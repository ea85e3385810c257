using System.Buffers.Binary;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Text.Json;
using BertGen.Tests.Text;

namespace BertGen.Tests.Vectors;

/// <summary>Calls of the reference's quantisation, with what went in and what came out.</summary>
internal static class RecordedQuantization
{
    private static readonly byte[] File = System.IO.File.ReadAllBytes(Golden("quantize.safetensors"));
    private static readonly int HeaderLength = (int)BinaryPrimitives.ReadInt64LittleEndian(File);
    private static readonly JsonElement Header = JsonDocument.Parse(File.AsMemory(sizeof(long), HeaderLength)).RootElement;

    public static IEnumerable<(string Id, string Precision)> Calls => TestFiles.ReadJson(Golden("quantize.json")).GetProperty("calls").EnumerateArray()
        .Select(call => (call.GetProperty("id").GetString()!, call.GetProperty("precision").GetString()!));

    public static Tensor<T>? Find<T>(string name)
        where T : unmanaged
    {
        if (!Header.TryGetProperty(name, out JsonElement tensor))
        {
            return null;
        }

        nint[] shape = [.. tensor.GetProperty("shape").EnumerateArray().Select(length => (nint)length.GetInt32())];
        int[] place = tensor.GetProperty("data_offsets").Ints();
        return Tensor.Create(MemoryMarshal.Cast<byte, T>(File.AsSpan(sizeof(long) + HeaderLength)[place[0]..place[1]]).ToArray(), shape);
    }

    private static string Golden(string name) => Path.Combine(AppContext.BaseDirectory, "golden", "vectors", name);
}
