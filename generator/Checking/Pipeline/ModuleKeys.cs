using BertGen.Generator.Common;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Diagnostics;

namespace BertGen.Generator.Checking.Pipeline;

/// <summary>Reads the keys of one file with the types that they must have, and reports what is wrong.</summary>
internal sealed class ModuleKeys(SettingsFile file, List<Finding> findings)
{
    public SettingsFile File => file;

    /// <summary>A whole number that must be there.</summary>
    public int? Size(string key, params string[] oldKeys)
    {
        string found = new[] { key }.Concat(oldKeys).FirstOrDefault(name => file.Find(name) is not null) ?? key;
        Setting? setting = file.Find(found);
        if (setting is null)
        {
            Report(Descriptors.KeyMissing, "", found);
            return null;
        }

        if (setting.AsInteger is not { } size || size < 1)
        {
            Report(Descriptors.KeyType, found, found, "a whole number above 0", setting.Described);
            return null;
        }

        return size;
    }

    /// <summary>A whole number, or null where it is absent or null.</summary>
    public int? Integer(string key)
    {
        if (file.Find(key) is not { IsNull: false } setting)
        {
            return null;
        }

        if (setting.AsInteger is { } number)
        {
            return number;
        }

        if (!setting.IsHuge)
        {
            Report(Descriptors.KeyType, key, key, "a whole number", setting.Described);
        }

        return null;
    }

    /// <summary>What Python counts as true.</summary>
    public bool Truthy(string key, bool missing) => file.Find(key) is { } setting ? setting.IsTruthy : missing;

    /// <summary>A string, or null where it is absent or null.</summary>
    public string? Text(string key)
    {
        if (file.Find(key) is not { IsNull: false } setting)
        {
            return null;
        }

        if (setting.AsText is null)
        {
            Report(Descriptors.KeyType, key, key, "a string", setting.Described);
        }

        return setting.AsText;
    }

    /// <summary>Reports keys that the library refuses, or passes over with a warning.</summary>
    public void CheckNames(Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor, params string[] known)
    {
        foreach (Setting setting in file.Settings)
        {
            if (!known.Contains(setting.Key))
            {
                Report(descriptor, setting.Key, setting.Key, PathText.FileName(file.Path), string.Join(", ", known));
            }
        }
    }

    public void Report(Microsoft.CodeAnalysis.DiagnosticDescriptor descriptor, string key, params string[] arguments) =>
        findings.Add(Finding.Of(descriptor, file.At(key), arguments));
}
