using BertGen.Bulk.Input;
using BertGen.Bulk.Output;

namespace BertGen.Bulk.Protocol;

/// <summary>Looks for values of <c>run.json</c> that none can be that was planned: somebody has edited it.</summary>
internal static class RunFileCheck
{
    /// <summary>The first such value.</summary>
    /// <returns>Its place, what was expected and what was found; null where all is right.</returns>
    public static string? FindProblem(RunFile run) =>
        run.Model.Dimensions < 1 ? $"model.dimensions: expected 1 or more, found {run.Model.Dimensions}"
        : !Enum.IsDefined(run.Model.Role) ? $"model.role: expected one that there is, found {run.Model.Role}"
        : run.Files.Any(file => string.IsNullOrEmpty(file?.Path)) ? "files: expected a file in every place, found none"
        : FindProblem(run.Input) ?? FindProblem(run.Output, run.Model.Dimensions) ?? FindShard(run);

    private static string? FindProblem(InputSettings input) =>
        !Enum.IsDefined(input.Format) ? $"input.format: expected one that there is, found {input.Format}"
        : input.Format != InputFormat.Text && input.TextColumn is null ? "input.textColumn: expected the column with the texts, found null"
        : !char.IsAscii(input.Delimiter) ? $"input.delimiter: expected a character of ASCII, found '{input.Delimiter}'"
        : input.Columns.Contains(null!) ? "input.columns: expected a column in every place, found null"
        : input.Columns.FirstOrDefault(column => !Enum.IsDefined(column.Type)) is { } column ? $"input.columns: expected a type that there is, found {column.Type} for '{column.Name}'"
        : null;

    private static string? FindProblem(OutputSettings output, int dimensions)
    {
        bool hasRanges = output.Type == VectorType.Int8;
        return !Enum.IsDefined(output.Format) ? $"output.format: expected one that there is, found {output.Format}"
            : !Enum.IsDefined(output.Type) ? $"output.type: expected one that there is, found {output.Type}"
            : hasRanges && (output.Smallest?.Count != dimensions || output.Largest?.Count != dimensions)
                ? $"output: expected {dimensions} values as 'smallest' and 'largest', found {output.Smallest?.Count ?? 0} and {output.Largest?.Count ?? 0}"
            : hasRanges && Enumerable.Range(0, dimensions).FirstOrDefault(i => !(output.Smallest![i] <= output.Largest![i]), -1) is >= 0 and var bad
                ? $"output: expected a range in component {bad}, found {output.Smallest![bad]} to {output.Largest![bad]}"
            : null;
    }

    private static string? FindShard(RunFile run)
    {
        long first = 0;
        for (int shard = 0; shard < run.Shards.Count; shard++)
        {
            if (run.Shards[shard] is null)
            {
                return $"shards[{shard}]: expected a shard, found null";
            }

            if (FindProblem(run.Shards[shard], first, run.Files.Count) is { } problem)
            {
                return $"shards[{shard}].{problem}";
            }

            first += run.Shards[shard].Rows;
        }

        return first == run.Rows ? null : $"rows: expected those of all shards, {first}, found {run.Rows}";
    }

    private static string? FindProblem(Shard shard, long first, int files) =>
        shard.Parts.Contains(null!) ? "parts: expected a part in every place, found null"
        : shard.FirstRow != first ? $"firstRow: expected {first}, as the shards before end there, found {shard.FirstRow}"
        : shard.Parts.FirstOrDefault(part => part.File < 0 || part.File >= files) is { } foreign ? $"parts: expected a file from 0 to {files - 1}, found {foreign.File}"
        : shard.Parts.FirstOrDefault(part => part.Rows < 1 || part.FirstRow < 0 || part.Place < 0) is { } part ? $"parts: expected rows and places from 0 on, found {part.Rows} rows from row {part.FirstRow} at {part.Place}"
        : shard.Parts.Aggregate(0m, (sum, part) => sum + part.Rows) != shard.Rows ? $"rows: expected those of all parts, found {shard.Rows}"
        : null;
}
