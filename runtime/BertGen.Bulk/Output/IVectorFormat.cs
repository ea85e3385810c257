namespace BertGen.Bulk.Output;

/// <summary>Reads and writes files of one format.</summary>
internal interface IVectorFormat
{
    /// <summary>The ends of the names of the files that hold the rows, in the order in which they are written.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Starts files.</summary>
    /// <param name="streams">A file for each of <see cref="Extensions"/>; they stay their owner's.</param>
    /// <param name="expectedRows">How many rows there will be, unless some are skipped: with as many no place is written to twice.</param>
    IVectorWriter Create(IReadOnlyList<Stream> streams, long expectedRows);

    /// <summary>Reads the rows of files, in blocks.</summary>
    /// <param name="paths">A file for each of <see cref="Extensions"/>.</param>
    /// <exception cref="FormatException">A file is damaged.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    IEnumerable<RowBlock> Read(IReadOnlyList<string> paths);
}

/// <summary>Files that are being written.</summary>
internal interface IVectorWriter : IDisposable
{
    /// <summary>Writes rows.</summary>
    void Write(RowBlock block);

    /// <summary>Writes what stands behind the last row.</summary>
    void Complete();
}
