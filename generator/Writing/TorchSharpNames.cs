using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;

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

    /// <summary>The member that holds a module: the path of a state-dict name as C#, without the number of a layer.</summary>
    public static string Path(string name) => string.Join(".", (IsOfLayer(name) ? AfterNumber(name) : name).Split('.').Select(Property));

    /// <summary>The module of a product: where several layers are one, the module that holds all of them.</summary>
    public static string Path(LinearModule product)
    {
        string first = product.Names[0];
        string path = Path(product.Names.Count == 1 ? first : first.Substring(0, first.LastIndexOf('.')));
        return IsOfLayer(first) ? "layer." + path : path;
    }

    /// <summary>The module of a LayerNorm.</summary>
    public static string Path(NormModule norm) => IsOfLayer(norm.Name) ? "layer." + Path(norm.Name) : Path(norm.Name);

    /// <summary>A part of a state-dict name as the name of a property.</summary>
    public static string Property(string part) => string.Concat(part.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));

    /// <summary>The variable of a value: <c>context</c> for <c>layer.3.context</c>, <c>layer3</c> for the output of a layer.</summary>
    public static string Variable(Value value, bool isInLayer)
    {
        string[] parts = value.Name.Split('.');
        bool isLayerOutput = !isInLayer && parts.Length == 3 && parts[0] == "layer";
        bool isNumbered = parts.Length == 2 && parts[1].All(char.IsDigit);
        string name = isLayerOutput || isNumbered ? parts[0] + parts[1] : parts[parts.Length - 1];
        return char.ToLowerInvariant(name[0]) + name.Substring(1);
    }

    /// <summary>The list that holds the layers: <c>Encoder.Layer</c>.</summary>
    public static string LayerList(LayerOp layer)
    {
        string prefix = ManagedNames.Prefix(layer).TrimEnd('.');
        return Path(prefix.Substring(0, prefix.LastIndexOf('.')));
    }

    /// <summary>The class of a layer's module.</summary>
    public static string LayerClass(LayerOp layer) => string.Join(".", LayerList(layer).Split('.').Select(part => part + "Module"));

    private static bool IsOfLayer(string name) => name.Split('.').Any(IsNumber);

    private static string AfterNumber(string name) => string.Join(".", name.Split('.').SkipWhile(part => !IsNumber(part)).Skip(1));

    private static bool IsNumber(string part) => part.Length > 0 && part.All(char.IsDigit);
}
