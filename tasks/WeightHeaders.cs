using BertGen.Generator.Common;

namespace BertGen.Tasks;

/// <summary>
/// Copies the headers of a folder's safetensors files: what is in the weights, without the weights. Only the header is read,
/// whatever the size of the file.
/// </summary>
internal static class WeightHeaders
{
    private const string FileName = "model.safetensors";
    private const string IndexName = FileName + ".index.json";
    private const int PrefixLength = sizeof(ulong);

    // Some 500 times that of a large BERT.
    private const int MaxLength = 1 << 25;

    /// <summary>Copies the headers, if there are weights.</summary>
    /// <returns>Whether there are.</returns>
    public static bool Copy(string source, HandoverFolder target)
    {
        if (File.Exists(Path.Combine(source, FileName)))
        {
            CopyHeader(source, FileName, target);
        }
        else if (File.Exists(Path.Combine(source, IndexName)))
        {
            CopyIndex(source, target);
        }
        else
        {
            return false;
        }

        return true;
    }

    private static void CopyIndex(string source, HandoverFolder target)
    {
        var index = new FileInfo(Path.Combine(source, IndexName));
        if (index.Length > MaxLength)
        {
            target.WriteProblem(IndexName, "the index is too long");
            return;
        }

        target.Write(IndexName, File.ReadAllBytes(index.FullName));
        foreach (string shard in Directory.EnumerateFiles(source, "*.safetensors").Select(path => Path.GetFileName(path)))
        {
            CopyHeader(source, shard, target);
        }
    }

    private static void CopyHeader(string source, string name, HandoverFolder target)
    {
        string copy = name + ModelKey.HeaderExtension;
        try
        {
            using FileStream file = File.OpenRead(Path.Combine(source, name));
            target.Write(copy, Read(file));
        }
        catch (InvalidDataException e)
        {
            target.WriteProblem(copy, e.Message);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The text of such an error has paths of this machine in it.
            target.WriteProblem(copy, "the file cannot be opened");
        }
    }

    private static byte[] Read(FileStream file)
    {
        byte[] prefix = ReadExactly(file, PrefixLength);
        ulong length = 0;
        for (int i = PrefixLength - 1; i >= 0; i--)
        {
            length = (length << 8) | prefix[i];
        }

        if (length > (ulong)(file.Length - PrefixLength))
        {
            throw new InvalidDataException($"the file is {file.Length} bytes long, and its header should have {length}");
        }

        return length <= MaxLength ? ReadExactly(file, (int)length) : throw new InvalidDataException($"a header of {length} bytes is too long");
    }

    private static byte[] ReadExactly(FileStream file, int count)
    {
        byte[] bytes = new byte[count];
        int read = 0;
        while (read < count)
        {
            int more = file.Read(bytes, read, count - read);
            read += more > 0 ? more : throw new InvalidDataException("the file ends within its header");
        }

        return bytes;
    }
}
