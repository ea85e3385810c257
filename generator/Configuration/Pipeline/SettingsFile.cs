using BertGen.Generator.Common;
using BertGen.Generator.Diagnostics;

namespace BertGen.Generator.Configuration.Pipeline;

/// <summary>A JSON file of a sentence-transformers folder, by its keys. What they mean is decided where the module is known.</summary>
internal sealed record SettingsFile(string Path, EquatableArray<Finding> Findings, EquatableArray<Setting> Settings)
    : ModelFile(Path, Findings)
{
    public Setting? Find(string key) => Pipeline.Settings.Find(Settings, key);

    /// <summary>The place of a key.</summary>
    public Place At(string key) => Place.Key(Path, key);
}
