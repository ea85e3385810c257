namespace BertGen.Hub.Tests.Harness;

/// <summary>A program whose thread pool never gets anything done: every thread of it waits for the model that the main thread loads.</summary>
internal static class StarvedProgram
{
    /// <param name="args">What to find.</param>
    /// <returns>0; then the path is written.</returns>
    public static int Main(string[] args)
    {
        int count = Environment.ProcessorCount;
        ThreadPool.SetMinThreads(count, count);
        ThreadPool.SetMaxThreads(count, count);
        using var loaded = new ManualResetEventSlim();
        using var blocked = new CountdownEvent(count);
        for (int i = 0; i < count; i++)
        {
            ThreadPool.QueueUserWorkItem(_ =>
            {
                blocked.Signal();
                loaded.Wait();
            });
        }

        blocked.Wait();
        using var ran = new ManualResetEventSlim();
        ThreadPool.QueueUserWorkItem(_ => ran.Set());
        PretrainedBertModel model = PretrainedBertModel.Find(args[0], download: true);
        if (ran.IsSet)
        {
            Console.Error.WriteLine("The pool is not starved.");
            return 2;
        }

        Console.WriteLine(model.Path);
        loaded.Set();
        return 0;
    }
}
