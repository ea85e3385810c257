using BertGen.Common.Files;
using BertGen.Generator.Common;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace BertGen.Tasks;

/// <summary>
/// Finds the files that a program needs beside it: those of the models that attributes and items name. A model lies there under the path
/// that the attribute has, see <see cref="DeployedPath"/>.
/// </summary>
public sealed class FindDeployedModels : Microsoft.Build.Utilities.Task
{
    private const string Output = "CopyToOutputDirectory";
    private const string Publish = "CopyToPublishDirectory";
    private const string Never = "Never";
    private const string Newest = "IfDifferent";
    private const string Embed = "EmbedWeights";

    private readonly List<ITaskItem> _files = [];
    private readonly List<ITaskItem> _embedded = [];
    private readonly List<ITaskItem> _incomplete = [];
    private readonly List<ITaskItem> _cached = [];
    private readonly Dictionary<string, string> _sources = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Folder of the project.</summary>
    [Required]
    public string ProjectFolder { get; set; } = "";

    /// <summary>Folder that the build was started in: what paths in environment variables start from.</summary>
    public string StartFolder { get; set; } = "";

    /// <summary>Source files, searched for the models that attributes name.</summary>
    public ITaskItem[] Sources { get; set; } = [];

    /// <summary>Models given as items, with what they say of copying.</summary>
    public ITaskItem[] Models { get; set; } = [];

    /// <summary>Configs in the project: a model of the hub may lie in a folder of its name.</summary>
    public ITaskItem[] Configs { get; set; } = [];

    /// <summary>Whether models are copied of which no item says anything else.</summary>
    public bool CopyModels { get; set; } = true;

    /// <summary>Whether models in the cache of the hub are published.</summary>
    public bool PublishPretrained { get; set; }

    /// <summary>The files, with their place beside the program and when they are copied.</summary>
    [Output]
    public ITaskItem[] Files { get; set; } = [];

    /// <summary>The files that become resources of the assembly, with their names there.</summary>
    [Output]
    public ITaskItem[] Embedded { get; set; } = [];

    /// <summary>Models that would be copied or embedded and lack files.</summary>
    [Output]
    public ITaskItem[] Incomplete { get; set; } = [];

    /// <summary>Models that stay in the cache of the hub.</summary>
    [Output]
    public ITaskItem[] Cached { get; set; } = [];

    /// <summary>Models that would lie where another does.</summary>
    [Output]
    public ITaskItem[] Clashes { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var clashes = new List<ITaskItem>();
        foreach (DeployedModel model in Named().Where(model => model.IsDeployed))
        {
            string target = DeployedPath.Of(model.Name);
            if (!_sources.TryGetValue(target, out string other))
            {
                _sources.Add(target, model.Source);
                Add(model, target);
            }
            else if (!PathText.AreSame(PathText.Normalize(other), PathText.Normalize(model.Source)))
            {
                var clash = new TaskItem(model.Name);
                clash.SetMetadata("Other", other);
                clash.SetMetadata("Place", target);
                clashes.Add(clash);
            }
        }

        (Files, Embedded, Incomplete, Cached, Clashes) = ([.. _files], [.. _embedded], [.. _incomplete], [.. _cached], [.. clashes]);
        return true;
    }

    /// <summary>The models that are on this machine. What an item says of a model is true of the attribute too that names it.</summary>
    private IEnumerable<DeployedModel> Named()
    {
        var places = new ModelPlaces(ProjectFolder, StartFolder, Configs);
        List<(ITaskItem Item, string Source, bool IsCached)> items = [];
        foreach (ITaskItem item in Models)
        {
            if (places.Find(item.ItemSpec, isPretrained: true, out bool isCached) is { } source)
            {
                items.Add((item, source, isCached));
            }
        }

        foreach (AttributeModel model in AttributeModels.In(Sources.Select(source => source.GetMetadata("FullPath"))))
        {
            if (places.Find(model.Model, model.IsPretrained, out bool isCached) is { } source)
            {
                ITaskItem? item = items.Find(found => found.Source == source).Item;
                yield return Make(model.Model, source, isCached, item);
                items.RemoveAll(found => found.Source == source && DeployedPath.Of(found.Item.ItemSpec) != DeployedPath.Of(model.Model));
            }
        }

        foreach ((ITaskItem item, string source, bool isCached) in items)
        {
            yield return Make(item.ItemSpec, source, isCached, item);
        }
    }

    private DeployedModel Make(string name, string source, bool isCached, ITaskItem? item)
    {
        if (string.Equals(item?.GetMetadata(Embed), "true", StringComparison.OrdinalIgnoreCase))
        {
            return new DeployedModel(name, source, Never, Never, IsEmbedded: true);
        }

        string given = item?.GetMetadata(Output) ?? "";
        string output = given.Length > 0 ? given : CopyModels && !isCached ? Newest : Never;
        string asked = item?.GetMetadata(Publish) ?? "";
        string publish = asked.Length > 0 ? asked : given.Length > 0 || !isCached ? output : PublishPretrained ? Newest : Never;
        if (isCached && asked.Length == 0 && given.Length == 0 && !PublishPretrained && _cached.TrueForAll(other => other.ItemSpec != name))
        {
            _cached.Add(new TaskItem(name));
        }

        return new DeployedModel(name, source, output, publish);
    }

    private void Add(DeployedModel model, string target)
    {
        if (File.Exists(model.Source))
        {
            Add(model, model.Source, target, "");
            return;
        }

        try
        {
            var content = ModelContent.Of(model.Source);
            if (content.Missing.Count == 0)
            {
                foreach (string file in content.Files)
                {
                    Add(model, Path.Combine(model.Source, file), target, file);
                }

                return;
            }

            AddIncomplete(model, string.Join(" and ", content.Missing));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            AddIncomplete(model, "a file that can be read: " + e.Message);
        }
    }

    private void AddIncomplete(DeployedModel model, string missing)
    {
        var item = new TaskItem(model.Name);
        item.SetMetadata("Missing", missing);
        item.SetMetadata(Publish, model.Publish);
        item.SetMetadata(Embed, model.IsEmbedded ? "true" : "false");
        _incomplete.Add(item);
    }

    private void Add(DeployedModel model, string path, string target, string file)
    {
        var item = new TaskItem(path);
        if (model.IsEmbedded)
        {
            item.SetMetadata("LogicalName", EmbeddedPath.Of(target, file));
            _embedded.Add(item);
            return;
        }

        item.SetMetadata("TargetPath", target.Length == 0 || file.Length == 0 ? target + file : target + "/" + file);
        item.SetMetadata(Output, model.Output);
        item.SetMetadata(Publish, model.Publish);
        _files.Add(item);
    }

    /// <summary>A model on its way beside the program.</summary>
    /// <param name="Name">Its path or name, as an attribute or an item has it.</param>
    /// <param name="Source">Its folder or archive.</param>
    /// <param name="Output">When it is copied by a build.</param>
    /// <param name="Publish">When it is published.</param>
    /// <param name="IsEmbedded">Whether it is a part of the assembly, and not copied.</param>
    private sealed record DeployedModel(string Name, string Source, string Output, string Publish, bool IsEmbedded = false)
    {
        public bool IsDeployed => IsEmbedded || Output != Never || Publish != Never;
    }
}
