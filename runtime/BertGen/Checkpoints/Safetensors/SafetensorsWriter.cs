using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using BertGen.Files;

namespace BertGen.Checkpoints.Safetensors;

/// <summary>Writes a safetensors file: collect the tensors, then save.</summary>
internal sealed class SafetensorsWriter
{
    private const int Alignment = 8;

    private readonly Dictionary<string, string> _metadata = [];
    private readonly Dictionary<string, (TensorElementType Type, long[] Shape, Action<Stream> Write)> _tensors = [];

    public void AddMetadata(string key, string value) => _metadata.Add(key, value);

    /// <summary>Adds a tensor; its bytes are not copied before the file is written.</summary>
    /// <exception cref="ArgumentException">The name was added before, or the bytes do not fill the shape.</exception>
    public void Add(string name, TensorElementType type, ReadOnlySpan<long> shape, ReadOnlyMemory<byte> bytes)
    {
        if (name == "__metadata__" || type.ByteLength(shape) != bytes.Length)
        {
            throw new ArgumentException($"{bytes.Length} bytes do not make a tensor {name} of type {type.Name()}.", nameof(bytes));
        }

        AddStreamed(name, type, shape, stream => stream.Write(bytes.Span));
    }

    /// <summary>Adds a tensor whose bytes are made when the file is written.</summary>
    /// <param name="name">Its name; none may be added twice.</param>
    /// <param name="type">Type of the elements.</param>
    /// <param name="shape">Its dimensions.</param>
    /// <param name="write">Writes exactly as many bytes as the shape has.</param>
    public void AddStreamed(string name, TensorElementType type, ReadOnlySpan<long> shape, Action<Stream> write) =>
        _tensors.Add(name, (type, shape.ToArray(), write));

    public void Add(string name, ReadOnlySpan<long> shape, ReadOnlySpan<float> values) =>
        Add(name, TensorElementType.F32, shape, MemoryMarshal.AsBytes(values).ToArray());

    /// <summary>Writes the file under another name beside it and renames it, so that no half-written file is ever seen.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="disk">Where it lies; null: the disks of this machine.</param>
    /// <exception cref="IOException">
    /// Somebody else is saving there, or the file cannot be written; the one that was there stays. Only where the message names the
    /// folder, the new file is in its place, and a loss of power may undo that.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public void Save(string path, Disk? disk = null)
    {
        disk ??= Disk.System;
        using SavePlace place = SavePlace.Take(path);
        disk.WriteNew(place.NewPath, Write);
        disk.Rename(place.NewPath, path);
    }

    public void Write(Stream stream)
    {
        // The widest elements first: every tensor then starts aligned to its own element.
        string[] order = [.. _tensors.Keys.OrderByDescending(name => _tensors[name].Type.Bits()).ThenBy(name => name, StringComparer.Ordinal)];
        ReadOnlySpan<byte> header = Header(order);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (string name in order)
        {
            _tensors[name].Write(stream);
        }
    }

    private ReadOnlySpan<byte> Header(string[] order)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            WriteMetadata(json);
            long offset = 0;
            foreach (string name in order)
            {
                WriteTensor(json, name, ref offset);
            }

            json.WriteEndObject();
        }

        while (buffer.WrittenCount % Alignment != 0)
        {
            buffer.Write(" "u8);
        }

        return buffer.WrittenSpan;
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        if (_metadata.Count == 0)
        {
            return;
        }

        json.WriteStartObject("__metadata__");
        foreach ((string key, string value) in _metadata)
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private void WriteTensor(Utf8JsonWriter json, string name, ref long offset)
    {
        (TensorElementType type, long[] shape, _) = _tensors[name];
        json.WriteStartObject(name);
        json.WriteString("dtype", type.Name());
        json.WriteStartArray("shape");
        foreach (long dimension in shape)
        {
            json.WriteNumberValue(dimension);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(offset += type.ByteLength(shape)!.Value);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
