using BertGen.Benchmarks.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace BertGen.Benchmarks.Peers;

/// <summary>ONNX Runtime in this process, from its package, as a .NET program uses it.</summary>
internal static class OnnxRuntime
{
    /// <summary>Loads the model in three forms.</summary>
    /// <param name="shape">The model.</param>
    /// <param name="checkpoint">Its weights; the ONNX files are written beside them.</param>
    /// <param name="threads">Threads of an operation, which run on the processors of the calling thread.</param>
    /// <exception cref="PeerException">The package has no native library for this machine.</exception>
    public static Peer Load(Shape shape, string checkpoint, int threads)
    {
        try
        {
            bool isModern = shape.Family == Family.ModernBert;
            InferenceSession plain = Open("plain", isModern ? new PlainModernBertGraph(shape, checkpoint) : new PlainBertGraph(shape, checkpoint), checkpoint, threads);
            InferenceSession fused = Open("fused", isModern ? new FusedModernBertGraph(shape, checkpoint, isMasked: true) : new FusedBertGraph(shape, checkpoint), checkpoint, threads);
            InferenceSession flash = Open("flash", isModern ? new FusedModernBertGraph(shape, checkpoint, isMasked: false) : new FlashBertGraph(shape, checkpoint), checkpoint, threads);
            OnnxContender[] contenders =
            [
                new("ONNX Runtime, plain", plain, Batching.Padded),
                new("ONNX Runtime, fused", fused, Batching.Padded),
                new("ONNX Runtime, flash", flash, Batching.EqualLengths),
                new("ONNX Runtime, flash, one by one", flash, Batching.OneByOne),
            ];
            return new Peer($"ONNX Runtime {OrtEnv.Instance().GetVersionString()}", contenders, [.. contenders, plain, fused, flash]);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            throw new PeerException($"ONNX Runtime does not load on this machine: {e.GetBaseException().Message}");
        }
    }

    /// <summary>Writes a model in one form, and loads it.</summary>
    public static InferenceSession Open(string form, EncoderGraph graph, string checkpoint, int threads)
    {
        string model = Path.ChangeExtension(checkpoint, $".{form}.onnx");
        graph.Save(model);
        using var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = threads,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        return new InferenceSession(model, options);
    }
}
