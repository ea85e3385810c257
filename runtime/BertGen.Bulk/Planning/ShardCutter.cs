using BertGen.Bulk.Input;
using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Planning;

/// <summary>Cuts the rows of all files in shards of equally many; a shard may begin in one file and end in another.</summary>
internal static class ShardCutter
{
    /// <param name="files">The files.</param>
    /// <param name="surveys">What a look through each has found.</param>
    /// <param name="rowsPerShard">Rows of a shard.</param>
    /// <param name="cancellationToken">Ends the cutting.</param>
    public static IReadOnlyList<Shard> Cut(IReadOnlyList<IInputFile> files, IReadOnlyList<InputSurvey> surveys, long rowsPerShard, CancellationToken cancellationToken)
    {
        var shards = new List<Shard>();
        var parts = new List<ShardPart>();
        long taken = 0, first = 0;
        for (int file = 0; file < files.Count; file++)
        {
            long rows = surveys[file].Rows;
            List<long> starts = [];
            for (long row = 0; row < rows; row += rowsPerShard - ((taken + row) % rowsPerShard))
            {
                starts.Add(row);
            }

            long[] places = files[file].Locate(surveys[file], starts, cancellationToken);
            for (int i = 0; i < starts.Count; i++)
            {
                parts.Add(new ShardPart(file, starts[i], (i + 1 < starts.Count ? starts[i + 1] : rows) - starts[i], places[i]));
                if (parts.Sum(part => part.Rows) == rowsPerShard)
                {
                    Close();
                }
            }

            taken += rows;
        }

        if (parts.Count > 0)
        {
            Close();
        }

        return shards;

        void Close()
        {
            long rows = parts.Sum(part => part.Rows);
            shards.Add(new Shard(first, rows, [.. parts]));
            first += rows;
            parts.Clear();
        }
    }
}
