using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Writing;

/// <summary>Names that several parts of the written class share.</summary>
internal static class ManagedNames
{
    /// <summary>How many positions are used, from 0.</summary>
    public static string PositionsUsed(EncoderConfig config) =>
        config.FirstPosition == 0 ? "MaxPieces" : $"MaxPieces + {NumberText.Plain(config.FirstPosition)}";

    /// <summary>The field that holds a layer's weights.</summary>
    public static string Field(LayerPlace layer) => "_layer" + NumberText.Plain(layer.Weights);

    /// <summary>The field that holds a layer's trained weights.</summary>
    public static string Trained(LayerPlace layer) => "_trained" + NumberText.Plain(layer.Weights);

    /// <summary>The field that holds weights outside the layers.</summary>
    public static string Head(WeightModule module) => "_" + char.ToLowerInvariant(module.Role[0]) + module.Role.Substring(1);

    /// <summary>The field that holds a norm outside the layers.</summary>
    public static string Norm(NormModule norm) => "_" + char.ToLowerInvariant(norm.Role[0]) + norm.Role.Substring(1);

    /// <summary>The field that holds its trained weights.</summary>
    public static string TrainedNorm(NormModule norm) => "_trained" + norm.Role;

    /// <summary>What of the packer reads the weights of a product.</summary>
    public static string ProductLoader(LinearModule module) => module.IsRounded ? "RoundedLinear" : "Linear";

    /// <summary>What of the packer reads a norm.</summary>
    public static string NormLoader(NormModule norm) => norm.IsRms ? "RmsNorm" : "Norm";

    /// <summary>The field that holds the trained weights of a product outside the layers.</summary>
    public static string TrainedHead(LinearModule module) => "_trained" + module.Role;

    /// <summary>The field that holds what is added to the scores of attention.</summary>
    public const string DistanceBias = "_distanceBias";

    /// <summary>The constant factor of a layer in the mix.</summary>
    public static string MixConstant(int layer) => "Mix" + NumberText.Plain(layer);
}
