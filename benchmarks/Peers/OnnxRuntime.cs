using System.Diagnostics;
using System.Globalization;
using BertGen.Benchmarks.Onnx;

namespace BertGen.Benchmarks.Peers;

/// <summary>ONNX Runtime through its package for Node.js.</summary>
internal static class OnnxRuntime
{
    private const string Package = "onnxruntime-node";
    private const string PackageVersion = "1.30.0";

    /// <summary>Starts a worker with the model in three forms.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="checkpoint">Its weights; the ONNX files are written beside them.</param>
    /// <param name="threads">Threads of an operation.</param>
    /// <exception cref="PeerException">Node.js is missing, or the package cannot be fetched.</exception>
    public static (WorkerProcess Worker, IReadOnlyList<IContender> Contenders) Start(Shape shape, string checkpoint, int threads)
    {
        (string Form, BertGraph Graph)[] forms =
        [
            ("plain", new PlainBertGraph(shape, checkpoint)),
            ("fused", new FusedBertGraph(shape, checkpoint)),
            ("flash", new FlashBertGraph(shape, checkpoint)),
        ];
        foreach ((string form, BertGraph graph) in forms)
        {
            graph.Save(Model(form));
        }

        var worker = WorkerProcess.Start(
            "node",
            [
                Path.Combine(AppContext.BaseDirectory, "Peers", "onnxruntime-worker.mjs"),
                Fetch(Path.GetDirectoryName(checkpoint)!),
                threads.ToString(CultureInfo.InvariantCulture),
                .. forms.Select(form => $"{form.Form}={Model(form.Form)}"),
            ]);
        return (worker,
        [
            new WorkerContender("ONNX Runtime, plain", worker, "plain", Batching.Padded),
            new WorkerContender("ONNX Runtime, fused", worker, "fused", Batching.Padded),
            new WorkerContender("ONNX Runtime, flash", worker, "flash", Batching.EqualLengths),
            new WorkerContender("ONNX Runtime, flash, one by one", worker, "flash", Batching.OneByOne),
        ]);

        string Model(string form) => Path.ChangeExtension(checkpoint, $".{form}.onnx");
    }

    /// <summary>Fetches the package into a folder, unless it is there, and returns the folder.</summary>
    private static string Fetch(string parent)
    {
        string folder = Path.Combine(parent, $"{Package}-{PackageVersion}");
        if (Directory.Exists(Path.Combine(folder, "node_modules", Package)))
        {
            return folder;
        }

        Directory.CreateDirectory(folder);
        Console.Error.WriteLine($"fetching {Package} {PackageVersion} into {folder}");
        try
        {
            using Process npm = Process.Start(new ProcessStartInfo("npm", ["install", $"{Package}@{PackageVersion}", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix", folder])
            {
                RedirectStandardOutput = true,
            })!;
            npm.StandardOutput.ReadToEnd();
            npm.WaitForExit();
            return npm.ExitCode == 0 ? folder : throw new PeerException($"npm could not fetch {Package} {PackageVersion}; its message stands above.");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new PeerException("ONNX Runtime needs Node.js: install node and npm, 20 or later.");
        }
    }
}
