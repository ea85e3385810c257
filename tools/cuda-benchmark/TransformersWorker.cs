using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BertGen.CudaBenchmark;

/// <summary>Hugging Face transformers in a process of its own: it answers one line of JSON with another.</summary>
internal sealed class TransformersWorker : IDisposable
{
    private readonly Process _process;

    public TransformersWorker(string python, string folder)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "transformers_worker.py");
        var start = new ProcessStartInfo(python, [script, Path.Combine(AppContext.BaseDirectory, "models"), folder])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        _process = Process.Start(start) ?? throw new InvalidOperationException($"{python} cannot be started.");
        Device = Read().GetProperty("device").GetString()!;
    }

    /// <summary>What it runs on, by its own account.</summary>
    public string Device { get; }

    /// <summary>Forwards a batch as often as fits in some seconds.</summary>
    /// <returns>Seconds of a forward, and the first values of the result.</returns>
    public (double Seconds, double[] Values) Forward(CompiledModel model, Batch batch, double seconds)
    {
        JsonElement answer = Ask(new JsonObject
        {
            ["model"] = model.Shape,
            ["precision"] = model.Precision,
            ["lengths"] = new JsonArray([.. batch.Lengths.Select(length => (JsonNode)length)]),
            ["seconds"] = seconds,
        });
        return (answer.GetProperty("seconds").GetDouble(), [.. answer.GetProperty("values").EnumerateArray().Select(value => value.GetDouble())]);
    }

    /// <summary>The rate of one large product, in operations a second.</summary>
    public double MatrixRate(string precision) => Ask(new JsonObject { ["rate"] = precision }).GetProperty("flops").GetDouble();

    public void Dispose()
    {
        // The end of its input ends a worker.
        _process.StandardInput.Close();
        _process.WaitForExit();
        _process.Dispose();
    }

    private JsonElement Ask(JsonObject request)
    {
        _process.StandardInput.WriteLine(request.ToJsonString());
        _process.StandardInput.Flush();
        return Read();
    }

    private JsonElement Read() => _process.StandardOutput.ReadLine() is { } line
        ? JsonSerializer.Deserialize<JsonElement>(line)
        : throw new InvalidOperationException("The worker has ended; its message stands above.");
}
