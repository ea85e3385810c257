using Spectre.Console;

namespace TrainEmbedder;

/// <summary>One run of the program: train, save, and compare with the shipped model.</summary>
internal static class Session
{
    public static void Run(Settings settings)
    {
        Synset[] synsets = SynsetFile.Read(Path.Combine(settings.ModelFolder, "data", "synsets.tsv.gz"));
        var retrieval = new Retrieval(synsets.Where(synset => synset.IsHeldOut), synsets);
        using WordNetMini trained = Load(settings);
        new EmbedderTraining(settings, trained, synsets).Run();
        trained.Save(settings.TrainedFolder, overwrite: true);

        using WordNetMini shipped = Load(settings);
        using WordNetMini random = Load(settings);
        BertGen.Training.RandomWeights.Fill(random.Parameters, settings.Seed);
        Table table = new Table()
            .Title($"{retrieval.QueryCount:N0} held-out definitions, looked up among the words of {retrieval.CandidateCount:N0} synsets")
            .AddColumns("weights", "MRR", "first", "among 10", "among 100");
        table.AddRow(RowOf("random", retrieval.Ranks(random)));
        table.AddRow(RowOf("trained here", retrieval.Ranks(trained)));
        table.AddRow(RowOf("shipped", retrieval.Ranks(shipped)));
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"The model is in {settings.TrainedFolder}, its learning curve in {settings.ChartFile}.");
    }

    private static WordNetMini Load(Settings settings)
    {
        WordNetMini model = WordNetMini.Load(settings.ModelFolder);
        model.MaxThreads = settings.Threads;
        return model;
    }

    private static string[] RowOf(string name, int[] ranks) =>
        [name, $"{Retrieval.Mean(ranks):f3}", Share(ranks, 1), Share(ranks, 10), Share(ranks, 100)];

    private static string Share(int[] ranks, int atMost) => $"{ranks.Count(rank => rank <= atMost) / (double)ranks.Length:p1}";
}
