using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Input.Tables;

/// <summary>
/// A file of rows in columns: Parquet or Arrow. It needs places to go back to, so one that is compressed as a whole is decompressed to a temporary
/// file first.
/// </summary>
/// <param name="path">The path of the file.</param>
/// <param name="settings">How it is read.</param>
internal sealed class TableFile(string path, InputSettings settings) : IInputFile
{
    private const int MaxSample = 1024;

    public InputSurvey Survey(CancellationToken cancellationToken) => Guarded(() =>
    {
        long bytes = new FileInfo(path).Length, step = 1, count = 0;
        string hash = FileHash.Of(path);
        List<InputRow> sample = [];
        using ITable table = Open();
        foreach (TableBlock block in table.Read(0))
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (int i = 0; i < block.Texts.Count; i++, count++)
            {
                // The step doubles whenever there are too many, so that they are of the whole file.
                if (count % step == 0)
                {
                    sample.Add(RowOf(block, i, count));
                    if (sample.Count > MaxSample)
                    {
                        step *= 2;
                        sample.RemoveAll(row => row.Number % step != 0);
                    }
                }
            }
        }

        return new InputSurvey(bytes, hash, count, sample, [], 1);
    });

    // A number of a row is all that is needed to find it.
    public long[] Locate(InputSurvey survey, IReadOnlyList<long> rows, CancellationToken cancellationToken) => new long[rows.Count];

    public IEnumerable<InputRow> Read(ShardPart part, long firstNumber)
    {
        using ITable table = Guarded(Open);
        using IEnumerator<TableBlock> blocks = table.Read(part.FirstRow).GetEnumerator();
        long read = 0;
        while (read < part.Rows)
        {
            if (!Guarded(blocks.MoveNext))
            {
                throw new BulkException($"{path}: expected {part.Rows} rows from row {part.FirstRow}, found {read}: the file has changed since the run was planned.");
            }

            for (int i = (int)(part.FirstRow + read - blocks.Current.FirstRow); i < blocks.Current.Texts.Count && read < part.Rows; i++, read++)
            {
                yield return RowOf(blocks.Current, i, firstNumber + read);
            }
        }
    }

    private InputRow RowOf(TableBlock block, int index, long number)
    {
        var place = new RowPlace(path, "row", block.FirstRow + index);
        try
        {
            string text = block.Texts[index] ?? throw new FormatException($"expected a text as '{settings.TextColumn}', found null");
            string?[] values = new string?[settings.Columns.Count];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = block.Columns[i][index] is { } value ? ColumnValue.Check(settings.Columns[i], value) : null;
            }

            return new InputRow(number, text, values, place, null);
        }
        catch (FormatException e)
        {
            return InputRow.Malformed(number, place, e.Message);
        }
    }

    private ITable Open()
    {
        Stream file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (Compression.IsCompressed(path))
        {
            using Stream content = Compression.Decompress(path, file);
            file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
            content.CopyTo(file);
            file.Position = 0;
        }

        return settings.Format == InputFormat.Parquet ? new ParquetTable(file, settings) : new ArrowTable(file, settings);
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is not (BulkException or OperationCanceledException or OutOfMemoryException))
        {
            // Damaged files show themselves in any exception of the libraries that read them.
            throw new BulkException($"{path}: {e.Message}", e);
        }
    }
}
