namespace BertGen.Bulk.Tests.Harness;

/// <summary>Damages files.</summary>
internal static class Faults
{
    /// <summary>Removes a file, cuts its last bytes off, or changes a digit or a bit in its middle.</summary>
    public static void Damage(string path, string damage)
    {
        switch (damage)
        {
            case "missing":
                File.Delete(path);
                break;
            case "cut":
                File.WriteAllBytes(path, File.ReadAllBytes(path)[..^10]);
                break;
            default:
                FlipBit(path, File.ReadAllBytes(path).Length / 2);
                break;
        }
    }

    /// <summary>Changes the lowest bit of a byte.</summary>
    public static void FlipBit(string path, int place)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[place] ^= 1;
        File.WriteAllBytes(path, bytes);
    }
}
