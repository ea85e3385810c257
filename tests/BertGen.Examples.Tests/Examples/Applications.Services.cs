// block: docs/applications.md | In an application | 1
// insert: docs/applications.md | Services | 1
// insert: docs/applications.md | Services | 2
using BertGen;
using BertGen.Examples.Tests;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);

/*insert*/

using IHost host = builder.Build();
await host.StartAsync();
WordNetMini model = host.Services.GetRequiredService<WordNetMini>();

/*insert*/

Check.Near(Reference.WordNetMini("fear of heights"), embeddings[0].Vector.ToArray());
Check.Equal((192, 6L + 5), (embeddings[0].Vector.Length, embeddings.Usage.InputTokenCount!.Value));
