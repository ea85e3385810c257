using BertGen.Generator.Tests.Harness;
using BertGen.Generator.Tests.TextForms;
using BertGen.Tasks;
using BertGen.Tests.Checkpoints;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BertGen.Fuzz.Build;

/// <summary>Runs the build's task on a project: it ends without an error of its own, and writes below its own folder only.</summary>
internal sealed class TaskInput : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TaskInput() => Directory.CreateDirectory(_folder.File("project"));

    public string PathOf(string name) => _folder.File("project/" + name);

    public void Put(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), content);
    }

    /// <returns>The files for the compiler, by name and with their content.</returns>
    public IReadOnlyList<string> Run(string[]? models = null, string[]? sources = null, string[]? folders = null, string[]? smallFiles = null)
    {
        string[] before = Entries();
        var task = new CollectBertModels
        {
            BuildEngine = new RecordingEngine(),
            ProjectFolder = _folder.File("project"),
            OutputFolder = _folder.File("project/obj"),
            StartFolder = _folder.File("project"),
            Models = [.. (models ?? []).Select(model => new TaskItem(model))],
            Sources = Items(sources ?? []),
            Configs = Items((folders ?? []).Select(folder => folder + "/config.json")),
            SmallFiles = Items(smallFiles ?? []),
        };
        Assert.True(task.Execute());
        Assert.Equal(before, Entries());
        string[] files = [.. task.Readable.Concat(task.Files).Select(file => file.ItemSpec)];
        Assert.All(task.Files, file => Assert.StartsWith(_folder.File("project/obj") + Path.DirectorySeparatorChar, file.ItemSpec, StringComparison.Ordinal));

        // Whatever the task hands over, the compiler can read.
        Assert.All(files, file => Assert.NotNull(new DiskText(file).GetText()));
        return files;
    }

    public void Dispose() => _folder.Dispose();

    private string[] Entries() =>
    [
        .. Directory.EnumerateFileSystemEntries(_folder.Path, "*", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(_folder.File("project/obj"), StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    private ITaskItem[] Items(IEnumerable<string> paths) => [.. paths.Select(path => new TaskItem(PathOf(path)))];
}
