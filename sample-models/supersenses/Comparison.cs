using System.Diagnostics;
using BertGen.Training;
using Spectre.Console;

namespace Supersenses;

/// <summary>Trains all contenders on the same definitions in the same order, and compares them on those that were held out.</summary>
internal static class Comparison
{
    public static void Run(Settings settings)
    {
        Synset[] synsets = SynsetFile.Read(Path.Combine(settings.ModelFolder, "data", "synsets.tsv.gz"));
        string[] supersenses = Examples.SupersensesOf(synsets);
        Examples training = Spread(Examples.Of(synsets.Where(synset => !synset.IsHeldOut), supersenses), settings.MaxDefinitions);
        Examples heldOut = Examples.Of(synsets.Where(synset => synset.IsHeldOut), supersenses);
        OutputFolder.Create(settings.OutputFolder);

        Table table = new Table()
            .Title($"{heldOut.Count:N0} held-out definitions, {supersenses.Length} supersenses")
            .AddColumns("vectors", "trained", "right", "seconds");
        table.AddRow("none: always the most frequent", "0", $"{ShareOfMostFrequent(training, heldOut):p1}", "");
        var curves = new List<(string, (double, double)[])>();
        foreach (Func<string, Contender> load in Contender.All)
        {
            using Contender contender = load(settings.ModelFolder);
            var watch = Stopwatch.StartNew();
            var run = new ClassifierTraining(contender, settings, training, heldOut, TopLayer.HiddenSize, supersenses.Length);
            run.Run();
            table.AddRow(contender.Name, $"{CountOf(contender.Parameters):N0}", $"{run.Curve[^1].Accuracy:p1}", $"{watch.Elapsed.TotalSeconds:N0}");
            curves.Add((contender.Name, [.. run.Curve]));
        }

        CurveChart.Save(
            Path.Combine(settings.OutputFolder, "supersenses.svg"),
            new CurveChart.Panel("Share of held-out definitions classified right", [.. curves]));
        AnsiConsole.Write(table);
    }

    private static Examples Spread(Examples examples, int most) => most >= examples.Count
        ? examples
        : examples.Take([.. Enumerable.Range(0, most).Select(i => (int)((long)i * examples.Count / most))]);

    private static double ShareOfMostFrequent(Examples training, Examples heldOut)
    {
        int label = training.Labels.CountBy(label => label).MaxBy(count => count.Value).Key;
        return heldOut.Labels.Count(other => other == label) / (double)heldOut.Count;
    }

    private static long CountOf(IReadOnlyList<Parameter> parameters) => parameters.Sum(parameter => (long)parameter.Count);
}
