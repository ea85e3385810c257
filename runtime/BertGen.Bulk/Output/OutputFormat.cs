namespace BertGen.Bulk;

/// <summary>How vectors are written.</summary>
public enum OutputFormat
{
    /// <summary>A JSON object a line: the number of the row, the carried columns, and the vector.</summary>
    JsonLines,

    /// <summary>A <c>.npy</c> file of NumPy with the vectors, and a file of JSON lines with the numbers of the rows and the carried columns.</summary>
    NumPy,

    /// <summary>
    /// A Parquet file: the number of the row, the carried columns, and the vector as a list of <c>FLOAT</c> or <c>INT_8</c>; halves and bits as bytes.
    /// </summary>
    Parquet,
}
