using BertGen.Bulk.Input;
using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Working;

/// <summary>Reads the rows of a shard in portions.</summary>
internal static class PortionReader
{
    /// <summary>The rows of a shard.</summary>
    /// <exception cref="BulkException">A file cannot be read, or has changed.</exception>
    public static IEnumerable<InputRow> Rows(RunFolder folder, RunFile run, Shard shard)
    {
        long number = shard.FirstRow;
        foreach (ShardPart part in shard.Parts)
        {
            string path = folder.InputOf(run.Files[part.File]);
            if (run.Files[part.File].FindDifference(path, hash: false) is { } difference)
            {
                throw new BulkException($"{difference}: the input has changed since the run was planned.");
            }

            foreach (InputRow row in InputFiles.Open(path, run.Input).Read(part, number))
            {
                yield return row;
            }

            number += part.Rows;
        }
    }

    /// <summary>The same in portions of bounded size.</summary>
    public static IEnumerable<Portion> Portions(RunFolder folder, RunFile run, Shard shard, WorkMemory memory)
    {
        InputRow[] rows = memory.Rows.Rent(Portion.MaxRows);
        List<InputRow> malformed = [];
        int count = 0;
        long characters = 0;
        foreach (InputRow row in Rows(folder, run, shard))
        {
            int length = row.Text?.Length ?? 0;
            if (count + malformed.Count > 0 && (count + malformed.Count == Portion.MaxRows || characters + length > Portion.MaxCharacters))
            {
                yield return Portion.OfRented(memory, rows, count, malformed, run.Model.Dimensions);
                (rows, count, malformed, characters) = (memory.Rows.Rent(Portion.MaxRows), 0, [], 0);
            }

            if (row.Text is null)
            {
                malformed.Add(row);
            }
            else
            {
                rows[count++] = row;
            }

            characters += length;
        }

        if (count + malformed.Count > 0)
        {
            yield return Portion.OfRented(memory, rows, count, malformed, run.Model.Dimensions);
        }
    }
}
