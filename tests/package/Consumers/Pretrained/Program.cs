using BertGen;

// The first has its config in an archive, the second has weights that are checked, and the third needs no file.
Console.WriteLine($"{Archived.LayerCount} {Checked.LayerCount} {Known.LayerCount}");

[PretrainedBertEmbedder("models/tiny.tar.gz")]
internal sealed partial class Archived;

[PretrainedBertEmbedder("models/tiny", Pooler = true)]
internal sealed partial class Checked;

[PretrainedBertEmbedder("bert-large-uncased", TopLayerOnly = true)]
internal sealed partial class Known;
