using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Output;

/// <summary>The formats by their names.</summary>
internal static class VectorFormats
{
    /// <summary>The format of a run.</summary>
    public static IVectorFormat Of(RunFile run)
    {
        VectorEncoder encoder = EncoderOf(run);
        return run.Output.Format switch
        {
            OutputFormat.JsonLines => new JsonLinesFormat(encoder, run.Input.Columns),
            OutputFormat.NumPy => new NumPyFormat(encoder, run.Input.Columns),
            OutputFormat.Parquet => new ParquetFormat(encoder, run.Input.Columns),
            _ => throw new ArgumentOutOfRangeException(nameof(run), run.Output.Format, "There is no such format."),
        };
    }

    /// <summary>What the vectors of a run are.</summary>
    public static VectorEncoder EncoderOf(RunFile run) => new(run.Output, run.Model.Dimensions);
}
