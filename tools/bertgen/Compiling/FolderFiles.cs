namespace BertGen.Tool.Compiling;

/// <summary>The files of a model that what is compiled of it depends on.</summary>
internal sealed class FolderFiles
{
    // Folders of modules lie at the top; those of a router one below.
    private const int Depth = 2;
    private const long MaxSmallLength = 1 << 26;

    private static readonly EnumerationOptions Options = new() { RecurseSubdirectories = true, MaxRecursionDepth = Depth, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden };
    private static readonly string[] SmallExtensions = [".json", ".txt", ".metadata"];
    private static readonly string[] WeightExtensions = [".safetensors", ".bin", ".pt", ".pth", ".ckpt", ".index", ".gz", ".tgz"];

    private FolderFiles(IReadOnlyList<string> small, IReadOnlyList<string> weights) => (Small, Weights) = (small, weights);

    /// <summary>Paths of the small text files: configs, vocabularies.</summary>
    public IReadOnlyList<string> Small { get; }

    /// <summary>Paths of the files with weights.</summary>
    public IReadOnlyList<string> Weights { get; }

    /// <summary>Looks for them, in one order on every machine.</summary>
    public static FolderFiles Find(ModelPlace place)
    {
        if (place.IsArchive)
        {
            return new FolderFiles([], [place.Source]);
        }

        List<string> small = [];
        List<string> weights = [];
        foreach (string path in Directory.EnumerateFiles(place.ProjectFolder, "*", Options))
        {
            string extension = Path.GetExtension(path);
            if (SmallExtensions.Contains(extension) && new FileInfo(path).Length <= MaxSmallLength)
            {
                small.Add(path);
            }
            else if (WeightExtensions.Contains(extension))
            {
                weights.Add(path);
            }
        }

        small.Sort(StringComparer.Ordinal);
        weights.Sort(StringComparer.Ordinal);
        return new FolderFiles(small, weights);
    }
}
