using System.CommandLine;

namespace BertGen.Bulk.Commands;

/// <summary><c>verify RUN</c>: finds what is not as it should be.</summary>
internal static class VerifyCommand
{
    public static Command Create(IModelSource models, TextWriter output, Action<string> note)
    {
        var command = new Command("verify", "Compares input, records and files of a run, and some of its vectors with what the model makes of the texts. The exit code is 0 where all is right, else 1.");
        models.AddWorkSymbols(command);
        Argument<string> folder = BulkCommands.Folder();
        Option<double> recompute = RecomputeOption.Create(0);
        command.Arguments.Add(folder);
        command.Options.Add(recompute);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var run = BulkRun.Open(parsed.GetValue(folder)!);
            double share = parsed.GetValue(recompute);
            using OpenedModel? model = share > 0 ? models.Open(parsed, run) : null;
            IReadOnlyList<BulkFinding> findings = await run.VerifyAsync(new VerifyOptions { Recompute = share }, model?.Model, cancellationToken).ConfigureAwait(false);
            foreach (BulkFinding finding in findings)
            {
                await output.WriteLineAsync(finding.Message).ConfigureAwait(false);
            }

            note(findings.Count == 0 ? "all is right." : $"found {findings.Count} faults.");
            return findings.Count == 0 ? 0 : 1;
        });
        return command;
    }
}
