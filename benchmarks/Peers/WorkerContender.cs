using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace BertGen.Benchmarks.Peers;

/// <summary>A peer in another process, in one of the forms that its worker has loaded.</summary>
/// <param name="name">Name in tables.</param>
/// <param name="worker">The process.</param>
/// <param name="form">The worker's name of the form.</param>
/// <param name="batching">How it is given texts of different lengths.</param>
internal sealed class WorkerContender(string name, WorkerProcess worker, string form, Batching batching) : IContender
{
    private readonly HashSet<string> _sent = [];

    public string Name => name;

    public bool Takes(Workload workload) => batching.Takes(workload);

    public IReadOnlyList<double> Run(Workload workload, int times)
    {
        JsonElement answer = worker.Ask(Request("run", workload, ("times", times)));
        return [.. answer.GetProperty("seconds").EnumerateArray().Select(seconds => seconds.GetDouble())];
    }

    public float[] Output(Workload workload)
    {
        string file = Path.GetTempFileName();
        try
        {
            worker.Ask(Request("output", workload, ("file", file)));
            return MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(file)).ToArray();
        }
        finally
        {
            File.Delete(file);
        }
    }

    private JsonObject Request(string what, Workload workload, (string Name, JsonNode Value) argument)
    {
        if (_sent.Add(workload.Name))
        {
            var texts = new JsonArray([.. workload.Texts().Select(text => new JsonArray([.. text.Select(id => (JsonNode)id)]))]);
            worker.Ask(new JsonObject { ["ask"] = "add", ["workload"] = workload.Name, ["texts"] = texts });
        }

        return new JsonObject
        {
            ["ask"] = what,
            ["workload"] = workload.Name,
            ["form"] = form,
            ["alone"] = batching == Batching.OneByOne,
            [argument.Name] = argument.Value,
        };
    }
}
