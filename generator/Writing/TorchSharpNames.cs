using BertGen.Generator.Common;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Writing;

/// <summary>Types and members that a class for TorchSharp names, the types in full as in <see cref="Names"/>.</summary>
internal static class TorchSharpNames
{
    public const string Runtime = "global::BertGen.Torch.";
    public const string ITorchEncoder = Runtime + "ITorchEncoder";
    public const string DistanceBias = Runtime + "DistanceBias";
    public const string JoinedModule = Runtime + "JoinedModule";
    public const string LinearModule = Runtime + "LinearModule";
    public const string NormModule = Runtime + "NormModule";
    public const string ScalarMixModule = Runtime + "ScalarMixModule";
    public const string TableModule = Runtime + "TableModule";
    public const string TorchBatch = Runtime + "TorchBatch";
    public const string TorchCalls = Runtime + "TorchCalls";
    public const string TorchOps = Runtime + "TorchOps";
    public const string TorchWeights = Runtime + "TorchWeights";

    public const string BertDevice = "global::BertGen.BertDevice";
    public const string BertPrecision = "global::BertGen.BertPrecision";

    public const string Library = "global::TorchSharp.";
    public const string ComponentName = Library + "Utils.ComponentName";
    public const string Module = Library + "torch.nn.Module";
    public const string ModuleList = Library + "Modules.ModuleList";
    public const string Tensor = Library + "torch.Tensor";

    /// <summary>The base class: ids, offsets and types to vectors.</summary>
    public const string Base = $"{Module}<{Tensor}, {Tensor}?, {Tensor}?, {Tensor}>";

    /// <summary>The member that holds a module: the path of a state-dict name as C#, numbers as indices of lists.</summary>
    public static string Path(string name) =>
        string.Concat(name.Split('.').Select((part, i) => IsNumber(part) ? $"[{part}]" : (i > 0 ? "." : "") + Property(part)));

    /// <summary>The module of weights: where several products are one, the module that holds all of them. Those of a layer are members of <c>layer</c>.</summary>
    public static string Path(WeightModule module)
    {
        string first = module.LocalNames[0];
        string path = Path(module.LocalNames.Count == 1 ? first : first.Substring(0, first.LastIndexOf('.')));
        return module.Path.Length > 0 ? "layer." + path : path;
    }

    /// <summary>A part of a state-dict name as the name of a property.</summary>
    public static string Property(string part) => string.Concat(part.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));

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
        string.Join(".", layer.Path.TrimEnd('.').Split('.').Where(part => !IsNumber(part)).Select(part => Property(part) + "Module"));

    private static bool IsNumber(string part) => part.Length > 0 && part.All(char.IsDigit);
}
