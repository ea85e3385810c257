using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Output;

/// <summary>The formats by their names.</summary>
internal static class VectorFormats
{
    /// <summary>The format of a run.</summary>
    public static IVectorFormat Of(RunFile run) => Of(run.Output.Format, EncoderOf(run), run.Input.Columns);

    /// <summary>A format by its name.</summary>
    /// <param name="format">The name.</param>
    /// <param name="encoder">What vectors are.</param>
    /// <param name="columns">The carried columns.</param>
    public static IVectorFormat Of(OutputFormat format, VectorEncoder encoder, IReadOnlyList<BulkColumn> columns) => format switch
    {
        OutputFormat.JsonLines => new JsonLinesFormat(encoder, columns),
        OutputFormat.NumPy => new NumPyFormat(encoder, columns),
        OutputFormat.Parquet => new ParquetFormat(encoder, columns),
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format."),
    };

    /// <summary>What the vectors of a run are.</summary>
    public static VectorEncoder EncoderOf(RunFile run) => new(run.Output, run.Model.Dimensions);
}
