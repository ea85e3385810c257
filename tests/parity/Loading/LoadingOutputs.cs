using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace BertGen.Parity.Loading;

/// <summary>What the original returned for the variants, read without the runtime's own reader.</summary>
internal static class LoadingOutputs
{
    public const int Hidden = 8;

    /// <summary>The ids that every variant was given; 0 is padding.</summary>
    public static int[] InputIds { get; } = [2, 19, 21, 14, 4, 24, 28, 23, 16, 8, 22, 16, 0, 0];

    public static int Rows => 2;

    public static float[] Read(string name)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(RepositoryFolder.Golden, "loading", "outputs.safetensors"));
        int dataStart = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8..dataStart));
        int[] range = [.. header.RootElement.GetProperty(name).GetProperty("data_offsets").EnumerateArray().Select(end => end.GetInt32())];
        return MemoryMarshal.Cast<byte, float>(file.AsSpan((dataStart + range[0])..(dataStart + range[1]))).ToArray();
    }
}
