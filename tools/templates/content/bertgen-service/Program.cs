using BertGen;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddBertServer();
WebApplication app = builder.Build();
app.MapEmbeddings<Embedder>();
app.Run();
