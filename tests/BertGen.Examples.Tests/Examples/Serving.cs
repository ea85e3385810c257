// block: docs/serving.md | In an application | 1
// insert: docs/serving.md | In an application | 2
// insert: docs/serving.md | In an application | 3
using System.Net.Http.Json;
using BertGen;
using BertGen.Examples.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

WebApplicationBuilder builder = WebApplication.CreateBuilder();
builder.Logging.ClearProviders();
builder.WebHost.UseUrls("http://127.0.0.1:0");

/*insert*/

WebApplication app = builder.Build();

/*insert*/

await app.StartAsync();
using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
while (!(await client.GetAsync("/health")).IsSuccessStatusCode)
{
    await Task.Delay(20);
}

float[][]? vectors = await (await client.PostAsJsonAsync("/embed", new { inputs = "fear of heights" })).Content.ReadFromJsonAsync<float[][]>();
Check.Near(Reference.WordNetMini("fear of heights"), vectors![0]);
await app.DisposeAsync();
