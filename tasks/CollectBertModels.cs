using BertGen.Generator.Common;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BertGen.Tasks;

/// <summary>
/// Prepares what the compiler cannot get at by itself, since it may not open files: the config of a model in an archive or
/// in the cache of downloaded models, and the header of the weights (names, types and shapes; never the data). Of the files that the
/// compiler reads itself it keeps back what is no file or no text.
/// </summary>
/// <remarks>A broken file fails no build here. The compiler is told, and reports it where a class names that model.</remarks>
public sealed class CollectBertModels : Microsoft.Build.Utilities.Task
{
    /// <summary>Folder of the project.</summary>
    [Required]
    public string ProjectFolder { get; set; } = "";

    /// <summary>Folder to write to.</summary>
    [Required]
    public string OutputFolder { get; set; } = "";

    /// <summary>Folder that the build was started in: what paths in environment variables start from.</summary>
    public string StartFolder { get; set; } = "";

    /// <summary>Source files, searched for the models that attributes name.</summary>
    public ITaskItem[] Sources { get; set; } = [];

    /// <summary>Models given as items that are no folder with a config: archives, and names of downloaded models.</summary>
    public ITaskItem[] Models { get; set; } = [];

    /// <summary>Configs that were found already.</summary>
    public ITaskItem[] Configs { get; set; } = [];

    /// <summary>The small files of the folders of these configs, whether they are there or not.</summary>
    public ITaskItem[] SmallFiles { get; set; } = [];

    /// <summary>The small files that the compiler can read.</summary>
    [Output]
    public ITaskItem[] Readable { get; set; } = [];

    /// <summary>The files to hand to the compiler beside these.</summary>
    [Output]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>A line for each file that the compiler gets, which is another when the file is.</summary>
    [Output]
    public string[] Versions { get; set; } = [];

    /// <summary>The given models that are nothing of the kind.</summary>
    [Output]
    public ITaskItem[] Unknown { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var handover = new Handover(OutputFolder);
        Unknown = [.. Models.Where(model => !Add(model.ItemSpec, handover))];

        foreach (string model in NamedModels.In(Sources.Select(source => source.GetMetadata("FullPath"))))
        {
            Add(model, handover);
        }

        foreach (string folder in Configs.Select(config => Path.GetDirectoryName(config.GetMetadata("FullPath"))).Distinct())
        {
            TryRead(folder, () => WeightHeaders.Copy(folder, FolderOf(folder, handover)));
        }

        Readable = [.. SmallFiles.Where(file => IsReadable(file.GetMetadata("FullPath"), handover))];
        Files = [.. handover.Files.Select(path => new TaskItem(path))];
        Versions = [.. handover.Versions(Readable.Select(file => file.GetMetadata("FullPath")))];
        return !Log.HasLoggedErrors;
    }

    /// <summary>Adds an archive or a downloaded model; false for all else.</summary>
    private bool Add(string model, Handover handover) => TryRead(model, () =>
    {
        string path = Path.Combine(ProjectFolder, model);
        if (ModelArchive.IsArchive(model) && File.Exists(path))
        {
            ModelArchive.CopyTexts(path, FolderOf(path, handover));
            return true;
        }

        if (Directory.Exists(path) || new HubCache(StartFolder).Find(model) is not { } snapshot)
        {
            return false;
        }

        HandoverFolder folder = handover.FolderOf(model);
        ModelTexts.Copy(snapshot, folder);
        WeightHeaders.Copy(snapshot, folder);
        return true;
    });

    /// <summary>Whether the compiler can read a file; what is wrong with it is told in a file that it can read.</summary>
    private bool IsReadable(string path, Handover handover)
    {
        bool isReadable = false;
        TryRead(path, () =>
        {
            var file = SmallFile.Read(path);
            isReadable = file.Content is not null;
            if (file.Problem is { } problem)
            {
                FolderOf(Path.GetDirectoryName(path), handover).WriteProblem(Path.GetFileName(path), path, path, problem);
            }

            return true;
        });
        return isReadable;
    }

    private HandoverFolder FolderOf(string path, Handover handover) =>
        handover.FolderOf(PathText.Relative(ProjectFolder, PathText.Normalize(path)));

    // ArgumentException, NotSupportedException: a text that is no path, on systems where paths cannot have every character.
    private bool TryRead(string model, Func<bool> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException or InvalidDataException)
        {
            Log.LogWarning(null, "BERT073", null, null, 0, 0, 0, 0, "The model '{0}' could not be prepared for the compiler: {1}", model, e.Message);
            return true;
        }
    }
}
