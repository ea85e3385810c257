using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace BertGen.Parity.Golden;

/// <summary>The recorded result of a case, read without the runtime's own reader.</summary>
internal sealed class RecordedOutput
{
    private readonly float[] _single;
    private readonly double[] _double;
    private readonly byte[] _wellConditioned;
    private readonly int _hidden;

    private RecordedOutput(float[] single, double[] @double, byte[] wellConditioned, int hidden) =>
        (_single, _double, _wellConditioned, _hidden) = (single, @double, wellConditioned, hidden);

    public static RecordedOutput Read(string path, int hidden)
    {
        byte[] file = File.ReadAllBytes(path);
        int dataStart = 8 + (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        using JsonDocument header = JsonDocument.Parse(file.AsMemory(8..dataStart));
        return new RecordedOutput(Values<float>("output"), Values<double>("output_f64"), Values<byte>("well_conditioned"), hidden);

        T[] Values<T>(string name)
            where T : struct
        {
            int[] range = [.. header.RootElement.GetProperty(name).GetProperty("data_offsets").EnumerateArray().Select(end => end.GetInt32())];
            return MemoryMarshal.Cast<byte, T>(file.AsSpan((dataStart + range[0])..(dataStart + range[1]))).ToArray();
        }
    }

    /// <summary>The vector at a position in float32.</summary>
    public ReadOnlySpan<float> Single(int position) => _single.AsSpan(position * _hidden, _hidden);

    /// <summary>The vector at a position in float64.</summary>
    public ReadOnlySpan<double> Double(int position) => _double.AsSpan(position * _hidden, _hidden);

    /// <summary>False where the vector comes out of a window without any piece: rounding decides there.</summary>
    public bool IsWellConditioned(int position) => _wellConditioned[position] != 0;
}
