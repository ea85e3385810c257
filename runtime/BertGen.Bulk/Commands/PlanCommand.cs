using System.CommandLine;

namespace BertGen.Bulk.Commands;

/// <summary><c>plan RUN INPUT...</c>: pins what a run computes, and cuts it in shards.</summary>
internal static class PlanCommand
{
    private static readonly string[] Switches = ["fatal", "skip"];

    public static Command Create(IModelSource models, TextWriter output, Action<string> note)
    {
        var command = new Command("plan", "Pins what a run embeds, and cuts it in shards; a run that was planned before is compared.");
        models.AddPlanSymbols(command);
        Argument<string> folder = BulkCommands.Folder();
        Argument<string[]> inputs = new("inputs") { Description = "Input files, each perhaps with .gz or .zst at the end.", HelpName = "INPUT", Arity = ArgumentArity.OneOrMore };
        Option<InputFormat?> format = new("--format") { Description = "How texts lie in the input; default: what the ends of the names say.", HelpName = "FORMAT" };
        Option<string> text = new("--text") { Description = "The column with the texts.", HelpName = "COLUMN", DefaultValueFactory = _ => "text" };
        Option<char?> delimiter = new("--delimiter") { Description = "What stands between the values of CSV; default: a tab in .tsv, else a comma.", HelpName = "CHARACTER" };
        Option<string[]> columns = new("--column", "-c") { Description = "A column that is carried to the output; NAME:int64, NAME:double or NAME:boolean where its values are no text.", HelpName = "NAME" };
        Option<string> malformed = new("--malformed") { Description = "What a malformed row is: fatal, or skipped and counted.", HelpName = "fatal|skip", DefaultValueFactory = _ => Switches[0] };
        Option<OutputFormat> files = new("--output") { Description = "How vectors are written.", HelpName = "FORMAT", DefaultValueFactory = _ => OutputFormat.NumPy };
        Option<VectorType> type = new("--type") { Description = "What the components of vectors are.", HelpName = "TYPE" };
        Option<long?> rows = new("--rows") { Description = "Rows of a shard.", HelpName = "COUNT" };
        Option<int?> shards = new("--shards") { Description = "The number of shards.", HelpName = "COUNT" };
        Option<double> minutes = new("--shard-minutes") { Description = "How long a worker should need for a shard, where neither --rows nor --shards is given.", HelpName = "MINUTES", DefaultValueFactory = _ => 3 };
        Option<double?> rate = new("--rate") { Description = "Pieces that a worker computes in a second; default: measured here.", HelpName = "PIECES" };
        Option<double> measure = new("--measure-seconds") { Description = "How long that is measured, from 3 seconds on; longer where the machine's speed changes.", HelpName = "SECONDS", DefaultValueFactory = _ => 5 };
        var estimates = new EstimateSymbols();
        malformed.AcceptOnlyFromAmong(Switches);
        foreach (Option option in (Option[])[rows, shards, minutes, rate, measure])
        {
            option.Validators.Add(result =>
            {
                if (result.Tokens is [{ Value: ['-', ..] or "0" }])
                {
                    result.AddError($"{option.Name} takes a number above 0.");
                }
            });
        }

        command.Arguments.Add(folder);
        command.Arguments.Add(inputs);
        foreach (Option option in (Option[])[format, text, delimiter, columns, malformed, files, type, rows, shards, minutes, rate, measure])
        {
            command.Options.Add(option);
        }

        estimates.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using OpenedModel model = models.OpenPlanned(parsed);
            BulkEstimate? estimate = null;
            var plan = new BulkPlan
            {
                Inputs = parsed.GetValue(inputs)!,
                InputFormat = parsed.GetValue(format),
                TextColumn = parsed.GetValue(text)!,
                Delimiter = parsed.GetValue(delimiter),
                Columns = [.. (parsed.GetValue(columns) ?? []).Select(ColumnOf)],
                SkipMalformed = parsed.GetValue(malformed) == Switches[1],
                OutputFormat = parsed.GetValue(files),
                VectorType = parsed.GetValue(type),
                RowsPerShard = parsed.GetValue(rows),
                ShardCount = parsed.GetValue(shards),
                ShardTime = TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                PiecesPerSecond = parsed.GetValue(rate),
                MeasureTime = TimeSpan.FromSeconds(parsed.GetValue(measure)),
                Worker = model.Worker,
                Estimate = found => estimate = found,
            };
            BulkRun run = await BulkRun.PlanAsync(parsed.GetValue(folder)!, plan, model.Model, cancellationToken).ConfigureAwait(false);
            note(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{run.Folder}: {run.RowCount:n0} rows in {run.ShardCount:n0} shards."));
            if (estimate is not null)
            {
                estimates.Write(parsed, estimate, output);
            }
        });
        return command;
    }

    private static BulkColumn ColumnOf(string text)
    {
        int colon = text.LastIndexOf(':');
        return colon > 0 && Enum.TryParse(text[(colon + 1)..], ignoreCase: true, out ColumnType type) && Enum.IsDefined(type)
            ? new BulkColumn(text[..colon], type)
            : new BulkColumn(text);
    }
}
