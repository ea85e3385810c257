using System.Text;
using BertGen.Engine;
using BertGen.Engine.Kernels.Integer;
using BertGen.Generator;

namespace BertGen.Tool;

/// <summary>Bytes of a model's weights in memory after <c>Load</c>, by precision; without pooler and heads, for the usual window.</summary>
/// <param name="Float32">In float32.</param>
/// <param name="Int8">With products on numbers of 8 bits.</param>
internal sealed record LoadedSize(long Float32, long Int8)
{
    /// <summary>Of a model at a path; null where it has no config, or one that cannot be compiled.</summary>
    public static LoadedSize? OfModel(string path) => ModelTexts.Of(path).FindConfigBytes() is var (utf8, _) ? Of(Encoding.UTF8.GetString(utf8)) : null;

    /// <summary>Of the text of a config; null where it cannot be compiled.</summary>
    public static LoadedSize? Of(string config) => ModelFacts.Weights(config, isInt8: false) is { } exact && ModelFacts.Weights(config, isInt8: true) is { } rounded
        ? new LoadedSize(exact.Sum(BytesOf), rounded.Sum(BytesOf))
        : null;

    private static long BytesOf(PackedWeight weight) => weight.Kind switch
    {
        PackedKind.Table when weight.IsRounded => WholeFloats(EmbeddingTable.RoundedBytes(weight.Rows, weight.Columns)),
        PackedKind.Table => Floats((long)weight.Rows * weight.Columns),
        PackedKind.Product => ProductBytes(weight, PackedMatrix.CountPanels(weight.Columns)),
        PackedKind.Norm => Floats(2L * weight.Columns),
        _ => Floats(DistanceBias.CountOf(weight.Rows, DistanceBias.ReachOf(weight.Columns))),
    };

    private static long ProductBytes(PackedWeight product, int panels)
    {
        long columns = (long)panels * PackedMatrix.PanelWidth;
        return Floats(columns) + (product.IsRounded ? WholeFloats(IntegerPanels.BytesOf(product.Rows, panels)) : Floats(columns * product.Rows));
    }

    private static long Floats(long count) => count * sizeof(float);

    // Blocks of memory are whole floats.
    private static long WholeFloats(long bytes) => Floats((bytes + sizeof(float) - 1) / sizeof(float));
}
