using System.Runtime.InteropServices;
using System.Text.Json;
using BertGen.RealModels.Tests.Onnx;

namespace BertGen.RealModels.Tests;

/// <summary>Writes float32 tensors as a safetensors file.</summary>
internal static class Safetensors
{
    public static void Write(string path, IReadOnlyCollection<OnnxTensor> tensors)
    {
        var header = new Dictionary<string, object>();
        long offset = 0;
        foreach (OnnxTensor tensor in tensors)
        {
            long end = offset + (tensor.Values!.Length * sizeof(float));
            header.Add(tensor.Name, new Dictionary<string, object> { ["dtype"] = "F32", ["shape"] = tensor.Shape, ["data_offsets"] = new[] { offset, end } });
            offset = end;
        }

        byte[] text = JsonSerializer.SerializeToUtf8Bytes(header);
        using var file = new BinaryWriter(File.Create(path));
        file.Write((ulong)text.Length);
        file.Write(text);
        foreach (OnnxTensor tensor in tensors)
        {
            file.Write(MemoryMarshal.AsBytes<float>(tensor.Values));
        }
    }
}
