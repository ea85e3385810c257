using System.Net.Http.Json;
using System.Text.Json.Serialization;
using BertGen;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Logging.ClearProviders();
builder.Services.ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, Json.Default));

builder.Services.AddBertEmbedder<WordNetMini>();

await using WebApplication app = builder.Build();

// The generator of request delegates, which trimmed and native programs have, sees no members that another generator writes: the type of the answer is named.
app.MapPost("/embed", async Task<float[][]> (string[] texts, WordNetMini model, CancellationToken stop) => (await model.EmbedAsync(texts, cancellationToken: stop)).ToArrays());

// Asks itself once, and ends.
await app.StartAsync();
using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
using HttpResponseMessage response = await client.PostAsJsonAsync("/embed", args, Json.Default.StringArray);
foreach (float[] vector in (await response.Content.ReadFromJsonAsync(Json.Default.SingleArrayArray))!)
{
    Console.WriteLine(string.Join(' ', vector));
}

await app.StopAsync();

[BertEmbedder("models/wordnet-mini", TopLayerOnly = true)]
internal sealed partial class WordNetMini;

[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(float[][]))]
internal sealed partial class Json : JsonSerializerContext;
