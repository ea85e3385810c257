using Microsoft.Build.Framework;

namespace BertGen.Tasks;

/// <summary>Finds the models that can only be on the hub: those that attributes and items name, and that lie in no folder of the project.</summary>
public sealed class FindModelsToFetch : Microsoft.Build.Utilities.Task
{
    /// <summary>Folder of the project.</summary>
    [Required]
    public string ProjectFolder { get; set; } = "";

    /// <summary>Folder that the build was started in: what paths in environment variables start from.</summary>
    public string StartFolder { get; set; } = "";

    /// <summary>Source files, searched for the models that attributes name.</summary>
    public ITaskItem[] Sources { get; set; } = [];

    /// <summary>Models given as items.</summary>
    public ITaskItem[] Models { get; set; } = [];

    /// <summary>Configs in the project.</summary>
    public ITaskItem[] Configs { get; set; } = [];

    /// <summary>The names. Whether the cache has them is for the one to say who downloads.</summary>
    [Output]
    public string[] Names { get; set; } = [];

    /// <inheritdoc/>
    public override bool Execute()
    {
        var places = new ModelPlaces(ProjectFolder, StartFolder, Configs);
        IEnumerable<string> named = AttributeModels.In(Sources.Select(source => source.GetMetadata("FullPath")))
            .Where(model => model.IsPretrained && model.IsCertain)
            .Select(model => model.Model);
        Names = [.. named.Concat(Models.Select(item => item.ItemSpec))
            .Distinct(StringComparer.Ordinal)
            .Where(name => HubCache.IsName(name) && (places.Find(name, isPretrained: true, out bool isCached) is null || isCached))];
        return true;
    }
}
