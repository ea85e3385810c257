// block: runtime/BertGen.Extensions.AI/PACKAGE.md | BertGen.Extensions.AI | 1
// insert: runtime/BertGen.Extensions.AI/PACKAGE.md | BertGen.Extensions.AI | 2
// insert: runtime/BertGen.Extensions.AI/PACKAGE.md | BertGen.Extensions.AI | 3
using BertGen;
using BertGen.Examples.Tests;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);

/*insert*/

using IHost host = builder.Build();
await host.StartAsync();
MiniLm model = host.Services.GetRequiredService<MiniLm>();

/*insert*/

Check.Near(model.Embed("fear of heights")[0].ToArray(), embeddings[0].Vector.ToArray());
Check.Near(Reference.MiniLm("How do I reset my password?"), (await generator.GenerateVectorAsync("How do I reset my password?")).ToArray());
