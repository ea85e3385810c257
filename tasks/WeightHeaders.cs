using System.Text;
using BertGen.Common.Files;
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

    // As a length it would be larger than any file.
    private static readonly byte[] PointerStart = Encoding.ASCII.GetBytes("version ");

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
        var index = SmallFile.Read(Path.Combine(source, IndexName));
        if (index.Content is null)
        {
            target.WriteProblem(IndexName, index.Problem?.Text ?? "it is gone");
            return;
        }

        target.Write(IndexName, index.Content);
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
            using FileStream file = PlainFile.Open(Path.Combine(source, name));
            target.Write(copy, Read(file));
        }
        catch (PlainFileException e)
        {
            target.WriteProblem(copy, e.Problem.Text);
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
        if (prefix.SequenceEqual(PointerStart))
        {
            throw new InvalidDataException(FileProblem.Pointer.Text + ": run 'git lfs pull'");
        }

        ulong length = 0;
        for (int i = PrefixLength - 1; i >= 0; i--)
        {
            length = (length << 8) | prefix[i];
        }

        if (length > (ulong)(file.Length - PrefixLength))
        {
            throw new InvalidDataException($"the file is {file.Length} bytes long, and its header should have {length}");
        }

        return length <= FileLimits.Header ? ReadExactly(file, (int)length) : throw new InvalidDataException($"a header of {length} bytes is too long");
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
