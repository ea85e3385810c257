using System.Numerics.Tensors;
using BertGen.Hub;
using BertGen.Training;

namespace BertGen.Reliability.Tests.Harness;

/// <summary>What is done in a process that is killed, or that lacks something. Each step that has ended is a line of its output.</summary>
internal static class Work
{
    /// <summary>The exit code of a process whose save has failed with the error that is documented.</summary>
    public const int Refused = 3;

    public const int StateLength = 200_000;

    public static void SaveAgainAndAgain(string target)
    {
        using Model model = Model.Load(Model.Folder);
        for (int step = 1; ; step++)
        {
            model.ScalarMix.Gamma = step;
            model.Save(target, overwrite: true);
            Console.WriteLine(step);
        }
    }

    public static int SaveOnce(string target) => Try(() =>
    {
        using Model model = Model.Load(Model.Folder);
        model.ScalarMix.Gamma = 2;
        model.Save(target, overwrite: true);
    });

    public static void SaveStatesAgainAndAgain(string file)
    {
        (TrainingState state, Parameter parameter) = State();
        for (int step = 1; ; step++)
        {
            parameter.Value.Fill(step);
            state.Save(file);
            Console.WriteLine(step);
        }
    }

    public static int SaveStateOnce(string file) => Try(() =>
    {
        (TrainingState state, Parameter parameter) = State();
        parameter.Value.Fill(2);
        state.Save(file);
    });

    public static (TrainingState State, Parameter Parameter) State()
    {
        var parameter = new Parameter("a", [StateLength]);
        return (new TrainingState(new AdamW([parameter])), parameter);
    }

    public static void FetchAgainAndAgain(Uri endpoint, string cache)
    {
        HubSettings settings = Settings(endpoint, cache);
        for (int step = 1; ; step++)
        {
            HubModel.DownloadAsync("org/model", settings: settings).GetAwaiter().GetResult();
            Console.WriteLine(step);
            Directory.Delete(cache, recursive: true);
        }
    }

    public static int FetchOnce(Uri endpoint, string cache) => Try(() => ModelSource.Resolve("org/model", download: true, Settings(endpoint, cache)));

    public static HubSettings Settings(Uri endpoint, string cache) =>
        new() { Endpoint = endpoint, CacheFolder = cache, UrlCacheFolder = cache + "-urls" };

    /// <summary>All that is synchronous, with no thread of the pool free, now or ever.</summary>
    public static void RunWithoutThreadPool(string folder)
    {
        BlockThreadPool();
        using Model model = Model.Load(Model.Folder, cache: false);
        Console.WriteLine("loaded");
        model.Forward(Tensor.Create([.. Enumerable.Range(0, 4000).Select(i => 1 + (i % 20))], [100, 40]));
        Console.WriteLine("forward");
        string saved = Path.Combine(folder, "saved");
        model.Save(saved);
        Console.WriteLine("saved");
        Model.Load(saved, cache: false).Dispose();
        Model.LoadIndexer(saved).Index("a");
        Console.WriteLine("indexed");
        (TrainingState state, _) = State();
        state.Save(Path.Combine(folder, "state"));
        state.Load(Path.Combine(folder, "state"));
        Console.WriteLine("state");
        float[] rows = [.. Enumerable.Range(0, 300 * 8).Select(i => (float)Math.Sin(i))];
        _ = InfoNce.Compute(Tensor.Create(rows, [300, 8]), Tensor.Create(rows, [300, 8]));
        Console.WriteLine("loss");
    }

    private static void BlockThreadPool()
    {
        int processors = Environment.ProcessorCount;
        if (!ThreadPool.SetMinThreads(processors, processors) || !ThreadPool.SetMaxThreads(processors, processors))
        {
            throw new InvalidOperationException("The pool cannot be limited.");
        }

        var never = new ManualResetEvent(initialState: false);
        var blocked = new CountdownEvent(processors);
        for (int i = 0; i < 64; i++)
        {
            ThreadPool.UnsafeQueueUserWorkItem(
                _ =>
                {
                    if (!blocked.IsSet)
                    {
                        blocked.Signal();
                    }

                    never.WaitOne();
                },
                null);
        }

        blocked.Wait();
    }

    private static int Try(Action save)
    {
        try
        {
            save();
            return 0;
        }
        catch (Exception e) when (e is IOException or HubException { Failure: HubFailure.Storage })
        {
            Console.WriteLine(e.Message);
            return Refused;
        }
    }
}
