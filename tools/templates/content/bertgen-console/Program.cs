using BertGen;

// The first build needs the model: dotnet run -p:BertGenFetch=true -- FILE QUESTION
if (args is not [var file, var question])
{
    Console.Error.WriteLine("usage: BertGenConsole FILE QUESTION");
    return 2;
}

if (!File.Exists(file))
{
    Console.Error.WriteLine($"There is no file {file}.");
    return 1;
}

using Embedder model = Embedder.Load();
TextEmbeddings lines = model.Embed(File.ReadLines(file).Where(line => !string.IsNullOrWhiteSpace(line)));
foreach (SearchHit hit in lines.Nearest(model.EmbedQuery(question)[0], 5))
{
    Console.WriteLine($"{hit.Score:f3}  {hit.Text}");
}

return 0;

/// <summary>Written by BertGen for exactly this model.</summary>
[PretrainedBertEmbedder("MODEL_NAME")]
internal sealed partial class Embedder;
