// insert: README.md | What a class can do | 5
// insert: README.md | What a class can do | 6
using System.Numerics.Tensors;
using BertGen;
using BertGen.Examples.Tests;

using var model = LearnedMix.Load("models/wordnet-mini");
BertInput<LearnedMix> input = LearnedMix.LoadIndexer("models/wordnet-mini").Index("fear of heights");

/*insert*/

float[] mixed = Values(model.Forward(input.InputIds));

// gamma * sum over layers of softmax(weights) * layer, from the layers one by one.
double[] weights = [Math.Exp(2), 1, 1];
float[][] layers = [Values(First.Vectors(input)), Values(Second.Vectors(input)), Values(Third.Vectors(input))];
Check.Near([.. mixed.Select((_, i) => (float)(0.5 * weights.Zip(layers, (weight, layer) => weight * layer[i]).Sum() / weights.Sum()))], mixed);
Check.Near(Reference.WordNetMiniPieces("fear of heights"), layers[2]);

/*insert*/

using var saved = LearnedMix.Load("models/mixed");
Check.Equal(0.5f, saved.ScalarMix.Gamma);
Check.Near(mixed, Values(saved.Forward(input.InputIds)));
Check.Equal("1_Pooling 2_Normalize config.json config_sentence_transformers.json model.safetensors modules.json sentence_bert_config.json special_tokens_map.json tokenizer_config.json vocab.txt", string.Join(' ', Directory.GetFileSystemEntries("models/mixed").Select(Path.GetFileName).Order(StringComparer.Ordinal)));

static float[] Values(Tensor<float> tensor)
{
    float[] values = new float[tensor.FlattenedLength];
    tensor.FlattenTo(values);
    return values;
}

[BertEmbedder("models/wordnet-mini")]
public sealed partial class LearnedMix;

[BertEmbedder("models/wordnet-mini", ScalarMixParameters = [0, double.NegativeInfinity, double.NegativeInfinity])]
public sealed partial class First
{
    public static Tensor<float> Vectors(BertInput<LearnedMix> input)
    {
        using First model = Load("models/wordnet-mini");
        return model.Forward(input.InputIds);
    }
}

[BertEmbedder("models/wordnet-mini", ScalarMixParameters = [double.NegativeInfinity, 0, double.NegativeInfinity])]
public sealed partial class Second
{
    public static Tensor<float> Vectors(BertInput<LearnedMix> input)
    {
        using Second model = Load("models/wordnet-mini");
        return model.Forward(input.InputIds);
    }
}

[BertEmbedder("models/wordnet-mini", TopLayerOnly = true)]
public sealed partial class Third
{
    public static Tensor<float> Vectors(BertInput<LearnedMix> input)
    {
        using Third model = Load("models/wordnet-mini");
        return model.Forward(input.InputIds);
    }
}
