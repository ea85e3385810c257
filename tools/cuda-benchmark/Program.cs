using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using BertGen.CudaBenchmark;
using BertGen.Tests.Torch;
using TorchSharp;

var output = new Option<string>("--output") { Description = "File that the page is written to; without it, the screen." };
var python = new Option<string>("--python") { Description = "A Python with torch and transformers.", DefaultValueFactory = _ => "python3" };
var folder = new Option<string>("--folder") { Description = "Where random weights are kept.", DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "bertgen-cuda") };
var texts = new Option<int>("--texts") { Description = "Texts of a batch.", DefaultValueFactory = _ => 256 };
var pieces = new Option<int>("--pieces") { Description = "Pieces of a text in the dense batch.", DefaultValueFactory = _ => 128 };
var seconds = new Option<double>("--seconds") { Description = "Seconds of a turn.", DefaultValueFactory = _ => 2 };
var command = new RootCommand("Classes for TorchSharp beside Hugging Face transformers on the same device.") { output, python, folder, texts, pieces, seconds };
command.SetAction(parsed =>
{
    string page = Measure(
        parsed.GetValue(python)!, parsed.GetValue(folder)!, Batch.Of(parsed.GetValue(texts), parsed.GetValue(pieces)), parsed.GetValue(seconds));
    if (parsed.GetValue(output) is { } file)
    {
        File.WriteAllText(file, page);
    }
    else
    {
        Console.Write(page);
    }
});
return command.Parse(args).Invoke();

static string Measure(string python, string folder, Batch[] batches, double seconds)
{
    const int Turns = 3;
    LibraryRequirement.Prepare();
    using var worker = new TransformersWorker(python, folder);
    var page = new StringBuilder();
    page.Append(CultureInfo.InvariantCulture, $"""
        # On a GPU, beside transformers

        {worker.Device}; TorchSharp on libtorch {torch.__version__}. Median of {Turns} turns that alternate, thousand pieces a second, true pieces only. *Share*: of the rate of one large product in that precision, which the same run
        measured. transformers has its ids on the device before the clock starts; BertGen begins with ids in memory of the host.

        | model | precision | batch | BertGen | transformers | ratio | share |
        | --- | --- | --- | ---: | ---: | ---: | ---: |

        """);
    foreach (CompiledModel model in CompiledModel.All)
    {
        double rate = worker.MatrixRate(model.Precision);
        using torch.nn.Module<torch.Tensor, torch.Tensor?, torch.Tensor?, torch.Tensor> loaded = model.Load(Path.Combine(folder, model.Shape));
        foreach (Batch batch in batches)
        {
            var own = new List<double>();
            var other = new List<double>();
            for (int turn = 0; turn < Turns; turn++)
            {
                (double time, double[] values) = Forward(loaded, batch, seconds);
                (double theirs, double[] expected) = worker.Forward(model, batch, seconds);
                CheckAgreement(model, expected, values);
                own.Add(time);
                other.Add(theirs);
            }

            double median = own.Order().ElementAt(Turns / 2), theirMedian = other.Order().ElementAt(Turns / 2);
            double share = model.Flops(batch.Lengths) / median / rate;
            page.Append(
                CultureInfo.InvariantCulture,
                $"| {model.Shape} | {model.Precision} | {batch.Name} | {batch.Pieces / median / 1000:f0} | {batch.Pieces / theirMedian / 1000:f0} | {theirMedian / median:f2} | {share:p0} |\n");
        }
    }

    return page.ToString();
}

static (double Seconds, double[] Values) Forward(torch.nn.Module<torch.Tensor, torch.Tensor?, torch.Tensor?, torch.Tensor> model, Batch batch, double seconds)
{
    using IDisposable inference = torch.inference_mode();
    using torch.Tensor ids = batch.Ids();
    for (int i = 0; i < 3; i++)
    {
        model.forward(ids, null, null).Dispose();
    }

    Wait();
    long start = Stopwatch.GetTimestamp();
    int count = 0;
    while (Stopwatch.GetElapsedTime(start).TotalSeconds < seconds || count < 3)
    {
        model.forward(ids, null, null).Dispose();
        Wait();
        count++;
    }

    double time = Stopwatch.GetElapsedTime(start).TotalSeconds / count;
    using torch.Tensor result = model.forward(ids, null, null);
    using torch.Tensor host = result.to(torch.ScalarType.Float32, torch.CPU);
    using torch.Tensor dense = host.contiguous();
    return (time, [.. MemoryMarshal.Cast<byte, float>(dense.bytes)[..8].ToArray().Select(value => (double)value)]);
}

static void Wait()
{
    // A variable, since the compiler refuses code that a constant makes unreachable.
    BertGen.BertDevice device = Here.Device;
    if (device == BertGen.BertDevice.Cuda)
    {
        torch.cuda.synchronize();
    }
}

static void CheckAgreement(CompiledModel model, double[] expected, double[] found)
{
    double limit = model.Precision == "float32" ? 1e-4 : 0.1;
    double difference = expected.Zip(found, (x, y) => Math.Abs(x - y)).Max();
    if (!(difference <= limit))
    {
        throw new InvalidOperationException($"{model.Shape} in {model.Precision}: the vectors differ by {difference:g3}, more than {limit}.");
    }
}
