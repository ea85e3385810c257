// block: README.md | From a name to vectors | 1
// insert: README.md | What a class can do | 4
using BertGen;
using BertGen.Examples.Tests;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);

/*insert*/

using IHost host = builder.Build();
await host.StartAsync();
var generator = host.Services.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
Check.Near(Reference.MiniLm("How do I reset my password?"), (await generator.GenerateVectorAsync("How do I reset my password?")).ToArray());
Check.Equal(host.Services.GetRequiredService<MiniLm>(), host.Services.GetRequiredService<ISentenceEmbedder>());
