namespace BertGen.Bulk;

/// <summary>How texts lie in input files.</summary>
public enum InputFormat
{
    /// <summary>A text a line.</summary>
    Text,

    /// <summary>A JSON object a line.</summary>
    JsonLines,

    /// <summary>Values with a delimiter between them, as RFC 4180 has them; the first record has the names of the columns.</summary>
    Csv,

    /// <summary>Parquet.</summary>
    Parquet,

    /// <summary>Arrow IPC, the format with an index or that of a stream.</summary>
    Arrow,
}
