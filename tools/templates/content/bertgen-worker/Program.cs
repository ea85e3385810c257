using BertGen;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);

// One instance, loaded and run once while the host starts. The first build needs the model: dotnet run -p:BertGenFetch=true
builder.Services.AddBertEmbedder<Embedder>();
builder.Services.Configure<FolderOptions>(builder.Configuration.GetSection("Folders"));
builder.Services.AddHostedService<FolderWorker>();

await builder.Build().RunAsync();
