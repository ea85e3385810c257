using System.Globalization;

namespace BertGen.Benchmarks.Peers;

/// <summary>PyTorch, where Python has it.</summary>
internal static class PyTorch
{
    /// <summary>Starts a worker with the model in two forms.</summary>
    /// <param name="python">The interpreter.</param>
    /// <param name="shape">The model.</param>
    /// <param name="checkpoint">Its weights.</param>
    /// <param name="threads">Threads of an operation.</param>
    /// <exception cref="PeerException">There is no Python with PyTorch, or the model is not BERT.</exception>
    public static Peer Start(string python, Shape shape, string checkpoint, int threads)
    {
        if (shape.Family != Family.Bert)
        {
            throw new PeerException($"the worker of PyTorch builds BERT alone, and no {shape.Name}.");
        }

        // Without the variable glibc gives the memory of large tensors back after each use, and takes it anew page by page.
        var worker = WorkerProcess.Start(
            python,
            [Path.Combine(AppContext.BaseDirectory, "Peers", "pytorch_worker.py"), checkpoint, Text(shape.Layers), Text(shape.Heads), Text(threads)],
            ("MALLOC_MMAP_MAX_", "0"));
        return new Peer(
            worker.Version,
            [
                new WorkerContender("PyTorch, eager", worker, "eager", Batching.EqualLengths),
                new WorkerContender("PyTorch, nested tensors", worker, "nested", Batching.Padded),
                new WorkerContender("PyTorch, one by one", worker, "nested", Batching.OneByOne),
            ],
            worker);

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
