using BertGen.Tasks;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BertGen.Generator.Tests.Harness;

/// <summary>One run of the build's task on a project in a scratch folder.</summary>
internal sealed class TaskRun
{
    private readonly CollectBertModels _task;
    private readonly RecordingEngine _engine = new();

    public TaskRun(ScratchFolder folder, string[]? sources = null, string[]? models = null, string[]? configs = null, string[]? smallFiles = null)
    {
        _task = new CollectBertModels
        {
            ProjectFolder = folder.PathOf("project"),
            OutputFolder = folder.PathOf("project/obj"),
            Sources = Items(sources, folder),
            Models = [.. (models ?? []).Select(model => new TaskItem(model))],
            StartFolder = folder.PathOf("project"),
            Configs = Items(configs, folder),
            SmallFiles = Items(smallFiles, folder),
            BuildEngine = _engine,
        };
        Assert.True(_task.Execute());
    }

    /// <summary>What the task told the build.</summary>
    public IReadOnlyList<string> Warnings => _engine.Warnings;

    /// <summary>The files that the compiler reads itself, by name.</summary>
    public string[] Readable => [.. _task.Readable.Select(file => Path.GetFileName(file.ItemSpec))];

    /// <summary>The versions of all files that the compiler gets.</summary>
    public string[] Versions => _task.Versions;

    /// <summary>Paths of the files that the compiler gets.</summary>
    public string[] Paths => [.. _task.Readable.Concat(_task.Files).Select(file => file.ItemSpec)];

    /// <summary>The files that the compiler gets, without the folder's hash: <c>model/config.json</c>.</summary>
    public string[] Files => [.. _task.Files.Select(file => Label(file.ItemSpec))];

    public string[] Unknown => [.. _task.Unknown.Select(item => item.ItemSpec)];

    public string Read(string label) => File.ReadAllText(PathOf(label));

    public string PathOf(string label) => _task.Files.Single(file => Label(file.ItemSpec) == label).ItemSpec;

    private static string Label(string path)
    {
        string[] parts = path[(path.IndexOf("bertgen" + Path.DirectorySeparatorChar, StringComparison.Ordinal) + "bertgen/".Length)..].Split(Path.DirectorySeparatorChar);
        return string.Join('/', [parts[0][..^17], .. parts[1..]]);
    }

    private static ITaskItem[] Items(string[]? paths, ScratchFolder folder) =>
        [.. (paths ?? []).Select(path => new TaskItem(folder.PathOf("project/" + path)))];
}
