using BertGen.Generator.Common;
using BertGen.Generator.Members;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Writing;

/// <summary>Members that a class for TorchSharp names: modules by their places in the state dict, and variables.</summary>
internal static class TorchSharpNames
{
    /// <summary>The member that holds a module: the path of a state-dict name as C#, numbers as indices of lists.</summary>
    public static string Path(string name) =>
        string.Concat(name.Split('.').Select((part, i) => IsNumber(part) ? $"[{part}]" : (i > 0 ? "." : "") + TorchNames.Property(part)));

    /// <summary>The module of weights: where several products are one, the module that holds all of them. Those of a layer are members of <c>layer</c>.</summary>
    public static string Path(WeightModule module)
    {
        string first = module.LocalNames[0];
        string path = Path(module.LocalNames.Count == 1 ? first : first.Substring(0, first.LastIndexOf('.')));
        return module.Path.Length > 0 ? "layer." + path : path;
    }

    /// <summary>The variable of a value: <c>context</c> for <c>layer.3.context</c>, <c>layer3</c> for the output of a layer.</summary>
    public static string Variable(Value value, bool isInLayer)
    {
        if (!isInLayer && value.Layer is { } layer)
        {
            return "layer" + NumberText.Plain(layer);
        }

        string[] parts = value.Name.Split('.');
        bool isNumbered = parts.Length == 2 && IsNumber(parts[1]);
        string name = isNumbered ? parts[0] + parts[1] : parts[parts.Length - 1];
        return char.ToLowerInvariant(name[0]) + name.Substring(1);
    }

    /// <summary>The variable of a value by its whole name: <c>queryProduct</c>.</summary>
    public static string LongVariable(Value value)
    {
        string name = string.Concat(value.Name.Split('.').Select(part => char.ToUpperInvariant(part[0]) + part.Substring(1)));
        return char.ToLowerInvariant(name[0]) + name.Substring(1);
    }

    /// <summary>The module of a layer: <c>Encoder.Layer[3]</c>.</summary>
    public static string Layer(LayerPlace layer) => Path(layer.Path.TrimEnd('.'));

    /// <summary>The class of a layer's module.</summary>
    public static string LayerClass(LayerPlace layer) =>
        string.Join(".", layer.Path.TrimEnd('.').Split('.').Where(part => !IsNumber(part)).Select(part => TorchNames.ClassOf(part)));

    private static bool IsNumber(string part) => part.Length > 0 && part.All(char.IsDigit);
}
