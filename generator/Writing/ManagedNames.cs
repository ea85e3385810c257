using BertGen.Generator.Common;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Writing;

/// <summary>Names that several parts of the written class share.</summary>
internal static class ManagedNames
{
    /// <summary>The start of a layer's state-dict names.</summary>
    public static string Prefix(LayerOp layer) => $"encoder.layer.{NumberText.Plain(layer.Layer!.Value)}.";

    /// <summary>The field that holds a layer's weights.</summary>
    public static string Field(LayerOp layer) => "_layer" + NumberText.Plain(layer.Layer!.Value);

    /// <summary>The field that holds a layer's trained weights.</summary>
    public static string Trained(int layer) => "_trained" + NumberText.Plain(layer);

    /// <summary>The constant factor of a layer in the mix.</summary>
    public static string MixConstant(int layer) => "Mix" + NumberText.Plain(layer);
}
