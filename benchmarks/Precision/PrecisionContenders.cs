using BertGen.Benchmarks.Onnx;
using BertGen.Benchmarks.Peers;
using Microsoft.ML.OnnxRuntime;

namespace BertGen.Benchmarks.Precision;

/// <summary>BertGen and ONNX Runtime on one shape and some threads, each in float32 and on bytes; BertGen in float32 first.</summary>
internal sealed class PrecisionContenders : IDisposable
{
    public const string Exact = "BertGen, Float32";
    public const string Rounded = "BertGen, Int8";

    private readonly List<IDisposable> _loaded = [];
    private readonly List<IContender> _all = [];

    /// <summary>The forms of ONNX Runtime, by their names in tables.</summary>
    public static IReadOnlyList<(string Name, string Form, Func<Shape, string, EncoderGraph> Graph)> OnnxForms { get; } =
    [
        ("ONNX Runtime, float32", "fused", (shape, checkpoint) => new FusedBertGraph(shape, checkpoint)),
        ("ONNX Runtime, int8", "int8", (shape, checkpoint) => new QuantizedBertGraph(shape, checkpoint, isPerChannel: false)),
        ("ONNX Runtime, int8 by channel", "int8-channel", (shape, checkpoint) => new QuantizedBertGraph(shape, checkpoint, isPerChannel: true)),
    ];

    /// <summary>All names, in the order of tables.</summary>
    public static IReadOnlyList<string> Names { get; } = [Exact, Rounded, .. OnnxForms.Select(form => form.Name)];

    public IReadOnlyList<IContender> All => _all;

    /// <summary>Loads a shape everywhere; where ONNX Runtime does not load it is left out, and the reason is written.</summary>
    /// <param name="shape">The shape in float32.</param>
    /// <param name="checkpoint">Its weights.</param>
    /// <param name="threads">Threads of a forward.</param>
    public static PrecisionContenders Load(Shape shape, string checkpoint, int threads)
    {
        var contenders = new PrecisionContenders();
        contenders.AddOwn(Exact, shape.Load(checkpoint), threads);
        contenders.AddOwn(Rounded, Shape.Int8.Single(other => other.Name == shape.Name).Load(checkpoint), threads);
        try
        {
            foreach ((string name, string form, Func<Shape, string, EncoderGraph> graph) in OnnxForms)
            {
                InferenceSession session = OnnxRuntime.Open(form, graph(shape, checkpoint), checkpoint, threads);
                var contender = new OnnxContender(name, session, Batching.Padded);
                contenders._loaded.AddRange([contender, session]);
                contenders._all.Add(contender);
            }
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            Console.Error.WriteLine($"left out: ONNX Runtime does not load on this machine: {e.GetBaseException().Message}");
        }

        return contenders;
    }

    public void Dispose()
    {
        foreach (IDisposable part in _loaded)
        {
            part.Dispose();
        }
    }

    private void AddOwn(string name, LoadedShape model, int threads)
    {
        model.SetThreads(threads);
        _loaded.Add(model);
        _all.Add(new OwnContender(model, name));
    }
}
