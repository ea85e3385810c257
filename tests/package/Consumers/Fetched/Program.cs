using BertGen;

using Model model = Model.Load();
Console.WriteLine(Model.HiddenSize);

[PretrainedBertEmbedder("org/model")]
internal sealed partial class Model;
