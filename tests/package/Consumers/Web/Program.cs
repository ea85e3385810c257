using BertGen;
using Library;

// A model of this project, one of the library, and no server that would have to be ended.
using MiniModel sentences = MiniModel.Load();
using Shared shared = Shared.Load();
await using WebApplication app = WebApplication.CreateBuilder(args).Build();
app.MapGet("/", () => sentences.Embed("a young dog")[0].Length);
Console.WriteLine($"{sentences.Embed("a young dog")[0].Length} {Shared.HiddenSize}");

[BertEmbedder("models/wordnet-mini", TopLayerOnly = true)]
internal sealed partial class MiniModel;
