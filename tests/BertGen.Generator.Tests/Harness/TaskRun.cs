using BertGen.Tasks;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BertGen.Generator.Tests.Harness;

/// <summary>One run of the build's task on a project in a scratch folder.</summary>
internal sealed class TaskRun
{
    private readonly CollectBertModels _task;

    public TaskRun(ScratchFolder folder, string[]? sources = null, string[]? models = null, string[]? configs = null)
    {
        _task = new CollectBertModels
        {
            ProjectFolder = folder.PathOf("project"),
            OutputFolder = folder.PathOf("project/obj"),
            Sources = Items(sources, folder),
            Models = [.. (models ?? []).Select(model => new TaskItem(model))],
            Configs = Items(configs, folder),
        };
        Assert.True(_task.Execute());
    }

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
