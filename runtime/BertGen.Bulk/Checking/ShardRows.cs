using BertGen.Bulk.Input;
using BertGen.Bulk.Output;
using BertGen.Bulk.Protocol;
using BertGen.Bulk.Working;

namespace BertGen.Bulk.Checking;

/// <summary>Compares the rows of a shard's files with those of the input, and some of the vectors with what the model makes of the texts now.</summary>
/// <param name="folder">The folder of the run.</param>
/// <param name="run">What it pins.</param>
/// <param name="model">The model; null where no row is embedded again.</param>
/// <param name="recompute">The share of the rows that are embedded again.</param>
internal sealed class ShardRows(RunFolder folder, RunFile run, BulkModel? model, double recompute)
{
    private const int BatchTexts = 256;

    private readonly VectorEncoder _encoder = VectorFormats.EncoderOf(run);
    private readonly IVectorFormat _format = VectorFormats.Of(run);

    /// <summary>Whether the files of a shard are there.</summary>
    public bool CanRead(int shard) => folder.FilesOf(shard, _format).All(File.Exists);

    /// <summary>Looks for what is wrong; of rows that are at another place, the first is named.</summary>
    /// <param name="shard">The number of the shard.</param>
    /// <param name="record">Its record, where it has a valid one.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task<IReadOnlyList<string>> FindAsync(int shard, ShardRecord? record, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> paths = folder.FilesOf(shard, _format);
        try
        {
            using var hashes = new RowHashes();
            var again = new Recomputation(model, _encoder, recompute);
            if (await FindAsync(shard, record, paths, hashes, again, cancellationToken).ConfigureAwait(false) is { } misplaced)
            {
                return [misplaced];
            }

            List<string> findings = [.. (await again.FinishAsync(cancellationToken).ConfigureAwait(false)).Select(different => $"{paths[0]}: {different}")];
            (string vectors, string ids) = hashes.Finish();
            if (record is not null && record.VectorsSha256 != vectors)
            {
                findings.Add($"{paths[0]}: expected texts and vectors with the hash {record.VectorsSha256}, found {vectors}");
            }

            if (record is not null && record.IdsSha256 != ids)
            {
                findings.Add($"{paths[^1]}: expected carried values with the hash {record.IdsSha256}, found {ids}");
            }

            return findings;
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException or InvalidOperationException or BulkException)
        {
            return [$"{paths[0]}: {e.Message}"];
        }
    }

    private async Task<string?> FindAsync(int shard, ShardRecord? record, IReadOnlyList<string> paths, RowHashes hashes, Recomputation again, CancellationToken cancellationToken)
    {
        HashSet<long> refused = [.. record?.Skipped.Where(row => row.IsRefused).Select(row => row.Row) ?? []];
        using IEnumerator<InputRow> expected = PortionReader.Rows(folder, run, run.Shards[shard])
            .Where(row => row.Text is not null && !refused.Contains(row.Number))
            .GetEnumerator();
        long written = 0;
        foreach (RowBlock block in _format.Read(paths))
        {
            for (int i = 0; i < block.Count; i++)
            {
                bool isThere = expected.MoveNext();
                long found = block.Numbers[i];
                if (!isThere || expected.Current.Number != found)
                {
                    return isThere
                        ? $"{paths[^1]}: expected row {expected.Current.Number} as number {written} of the file, found row {found}: a row is missing, doubled, or at another place"
                        : $"{paths[^1]}: expected {written} rows, found row {found} behind them";
                }

                InputRow row = expected.Current;
                if (!row.Values.AsSpan().SequenceEqual(block.Values[i]))
                {
                    return $"{paths[^1]}: expected the carried values ({string.Join(", ", row.Values)}) in row {found}, found ({string.Join(", ", block.Values[i])})";
                }

                ReadOnlyMemory<byte> vector = block.Vectors.Slice(i * _encoder.Length, _encoder.Length);
                hashes.Add(found, row.Text!, block.Values[i], vector.Span);
                written++;
                if (again.Takes(found))
                {
                    again.Add(found, row.Text!, vector.Span);
                    if (again.Count == BatchTexts)
                    {
                        await again.EmbedAsync(cancellationToken).ConfigureAwait(false);
                    }
                }
            }
        }

        return expected.MoveNext() ? $"{paths[^1]}: expected row {expected.Current.Number} behind {written} rows, found the end of the file: rows are missing"
            : record is not null && record.Rows != written ? $"{folder.RecordOf(shard)}: expected {written} rows in the record, as there are in the files, found {record.Rows}"
            : null;
    }
}
