using BertGen.Bulk.Input;

namespace BertGen.Bulk.Planning;

/// <summary>Checks what a plan says of the input.</summary>
internal static class PlannedInput
{
    private static readonly TimeSpan LongestMeasureTime = TimeSpan.FromHours(1);

    /// <exception cref="BulkException">The options do not fit each other.</exception>
    public static InputSettings Of(BulkPlan plan)
    {
        if (plan.Inputs.Count == 0)
        {
            throw new BulkException("Expected input files, found none.");
        }

        if (plan.RowsPerShard < 1 || plan.ShardCount < 1)
        {
            throw new BulkException($"Expected shards and rows in each, 1 or more; found {(plan.RowsPerShard < 1 ? $"{plan.RowsPerShard} rows in each" : $"{plan.ShardCount} shards")}.");
        }

        if (plan.MeasureTime <= TimeSpan.Zero || plan.MeasureTime > LongestMeasureTime)
        {
            throw new BulkException($"Expected a time to measure the speed in, above 0 and at most {LongestMeasureTime.TotalHours} h; found {plan.MeasureTime}.");
        }

        InputFormat format = plan.InputFormat ?? FormatOf(plan.Inputs);
        if (format == InputFormat.Text && plan.Columns.Count > 0)
        {
            throw new BulkException($"Expected no columns beside the texts, as lines of text have none; found '{plan.Columns[0].Name}'.");
        }

        foreach (string name in plan.Columns.Select(column => column.Name))
        {
            if (name is Output.RowJson.RowName or Output.VectorJson.Name || plan.Columns.Count(column => column.Name == name) > 1)
            {
                throw new BulkException($"Expected columns with other names than each other, '{Output.RowJson.RowName}' and '{Output.VectorJson.Name}'; found '{name}'.");
            }
        }

        return new InputSettings(format, format == InputFormat.Text ? null : plan.TextColumn, plan.Columns, DelimiterOf(plan), plan.SkipMalformed);
    }

    private static char DelimiterOf(BulkPlan plan) => plan.Delimiter switch
    {
        null => InputFiles.IsTabbed(plan.Inputs[0]) ? '\t' : ',',
        '"' or '\n' or '\r' or > '\x7F' => throw new BulkException($"Expected one character of ASCII that is no quote and no line end as the delimiter, found '{plan.Delimiter}'."),
        char given => given,
    };

    private static InputFormat FormatOf(IReadOnlyList<string> inputs)
    {
        InputFormat? first = null;
        foreach (string input in inputs)
        {
            InputFormat format = InputFiles.FormatOf(input)
                ?? throw new BulkException($"{input}: the end of the name does not say what the format is; say it.");
            first ??= format;
            if (format != first)
            {
                throw new BulkException($"{input}: expected input files of one format; found {first} and {format}.");
            }
        }

        return first!.Value;
    }
}
