using BertGen;

using WordNetMini model = WordNetMini.Load();
Console.WriteLine(string.Join(' ', model.Embed(args)[0].ToArray()));

[BertEmbedder("models/wordnet-mini", TopLayerOnly = true)]
internal sealed partial class WordNetMini;
