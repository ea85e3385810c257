using Spectre.Console;

namespace TrainEmbedder;

/// <summary>One run of the program: train, save, and compare with the shipped model.</summary>
internal static class Session
{
    public static void Run(Settings settings)
    {
        Synset[] synsets = SynsetFile.Read(Path.Combine(settings.ModelFolder, "data", "synsets.tsv.gz"));
        using WordNetMini trained = Load(settings);
        new EmbedderTraining(settings, trained, synsets).Run();
        trained.Save(settings.TrainedFolder, overwrite: true);
        if (settings.Evaluates)
        {
            Compare(settings, synsets, trained);
        }

        AnsiConsole.WriteLine($"The model is in {settings.TrainedFolder}, its learning curve in {settings.ChartFile}.");
    }

    private static void Compare(Settings settings, Synset[] synsets, WordNetMini trained)
    {
        var retrieval = new Retrieval(synsets.Where(synset => synset.IsHeldOut), synsets);
        using WordNetMini shipped = Load(settings);
        using WordNetMini random = Load(settings);
        BertGen.Training.RandomWeights.Fill(random.Parameters, settings.Seed);
        Table table = new Table()
            .Title($"{retrieval.QueryCount:N0} held-out definitions, looked up among the words of {retrieval.CandidateCount:N0} synsets")
            .AddColumns("weights", "MRR", "first", "among 10", "among 100");
        (string Name, WordNetMini Model)[] models = [("random", random), ("trained here", trained), ("shipped", shipped)];
        WorkProgress.Run("comparison", "text", 0, (long)models.Length * retrieval.TextCount, told =>
        {
            long done = 0;
            foreach ((string name, WordNetMini model) in models)
            {
                table.AddRow(RowOf(name, retrieval.Ranks(model, more => told(done += more, name))));
            }
        });
        AnsiConsole.Write(table);
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
