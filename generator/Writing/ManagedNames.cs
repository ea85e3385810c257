using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Writing;

/// <summary>Names that several parts of the written class share.</summary>
internal static class ManagedNames
{
    /// <summary>The start of a layer's state-dict names.</summary>
    public static string Prefix(LayerOp layer)
    {
        // All tensors of a layer have its number in their names, at one place.
        string number = $".{NumberText.Plain(layer.Layer!.Value)}.";
        string name = layer.Weights[0].Name;
        return name.Substring(0, name.IndexOf(number, StringComparison.Ordinal) + number.Length);
    }

    /// <summary>How many positions are used, from 0.</summary>
    public static string PositionsUsed(EncoderConfig config) =>
        config.FirstPosition == 0 ? "MaxPieces" : $"MaxPieces + {NumberText.Plain(config.FirstPosition)}";

    /// <summary>The field that holds a layer's weights.</summary>
    public static string Field(LayerOp layer) => "_layer" + NumberText.Plain(layer.Layer!.Value);

    /// <summary>The field that holds a layer's trained weights.</summary>
    public static string Trained(int layer) => "_trained" + NumberText.Plain(layer);

    /// <summary>The field that holds a head's product.</summary>
    public static string Head(LinearModule module) => "_" + char.ToLowerInvariant(module.Role[0]) + module.Role.Substring(1);

    /// <summary>The field that holds the trained weights of a product outside the layers.</summary>
    public static string TrainedHead(LinearModule module) => "_trained" + module.Role;

    /// <summary>The field that holds what is added to the scores of attention.</summary>
    public const string DistanceBias = "_distanceBias";

    /// <summary>The constant factor of a layer in the mix.</summary>
    public static string MixConstant(int layer) => "Mix" + NumberText.Plain(layer);
}
