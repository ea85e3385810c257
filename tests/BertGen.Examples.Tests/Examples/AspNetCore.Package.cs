// block: runtime/BertGen.AspNetCore/PACKAGE.md | BertGen.AspNetCore | 1
// insert: runtime/BertGen.AspNetCore/PACKAGE.md | BertGen.AspNetCore | 2
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

await app.StartAsync();
using var client = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
while (!(await client.GetAsync("/health")).IsSuccessStatusCode)
{
    await Task.Delay(20);
}

float[][]? vectors = await (await client.PostAsJsonAsync("/embed", new { inputs = "How do I reset my password?" })).Content.ReadFromJsonAsync<float[][]>();
Check.Near(Reference.MiniLm("How do I reset my password?"), vectors![0]);
await app.DisposeAsync();
