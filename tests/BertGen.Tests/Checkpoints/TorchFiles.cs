using System.IO.Compression;
using System.Runtime.InteropServices;

namespace BertGen.Tests.Checkpoints;

/// <summary>Files as <c>torch.save</c> writes them, from a pickle and the values of its storages.</summary>
internal static class TorchFiles
{
    public static byte[] Zip(byte[] pickle, params (string Key, byte[] Values)[] storages) =>
        ZipOf([("model/data.pkl", pickle), .. storages.Select(storage => ($"model/data/{storage.Key}", storage.Values)), ("model/version", "3\n"u8.ToArray())]);

    public static byte[] ZipOf(params (string Name, byte[] Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(content);
            }
        }

        return file.ToArray();
    }

    public static byte[] Stream(byte[] pickle, params (string Key, byte[] Values, int ElementSize)[] storages)
    {
        PickleBuilder keys = new PickleBuilder().Op(']', '(');
        foreach ((string key, _, _) in storages)
        {
            keys.Text(key);
        }

        using var file = new MemoryStream();
        file.Write([0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, (byte)'.']);
        file.Write(new PickleBuilder().Int(1001).ToArray());
        file.Write(PickleBuilder.Dictionary("little_endian", value => value.Raw(0x88)).ToArray());
        file.Write(pickle);
        file.Write(keys.Op('e').ToArray());
        foreach ((_, byte[] values, int elementSize) in storages)
        {
            file.Write(BitConverter.GetBytes((long)(values.Length / elementSize)));
            file.Write(values);
        }

        return file.ToArray();
    }

    public static byte[] Floats(params float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
