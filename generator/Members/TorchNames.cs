namespace BertGen.Generator.Members;

/// <summary>Types that a class for TorchSharp names, in full as in <see cref="Names"/>.</summary>
internal static class TorchNames
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

    public const string Library = "global::TorchSharp.";
    public const string ComponentName = Library + "Utils.ComponentName";
    public const string Module = Library + "torch.nn.Module";
    public const string ModuleList = Library + "Modules.ModuleList";
    public const string Tensor = Library + "torch.Tensor";

    /// <summary>The base class: ids, offsets and types to vectors.</summary>
    public const string Base = $"{Module}<{Tensor}, {Tensor}?, {Tensor}?, {Tensor}>";

    /// <summary>A part of a state-dict name as the name of a property.</summary>
    public static string Property(string part) => string.Concat(part.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));

    /// <summary>The class of a module that holds others.</summary>
    public static string ClassOf(string part) => Property(part) + "Module";
}
