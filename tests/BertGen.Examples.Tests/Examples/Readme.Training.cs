// insert: README.md | Training | 1
using System.Numerics.Tensors;
using BertGen;
using BertGen.Examples.Tests;
using BertGen.Training;

using var model = Trained.Load("models/wordnet-mini");
string[] texts = ["fear of heights", "ocean"];
Tensor<int> labels = Tensor.Create([0, 1], [2]);
var head = new LinearHead(Trained.HiddenSize, outputs: 2);
var optimizer = new AdamW([new ParameterGroup(model.Parameters) { LearningRate = 5e-4 }, new ParameterGroup(head.Parameters) { LearningRate = 5e-3 }]);
var schedule = new LinearWarmup(totalSteps: 10);

// A first step, whose factor is 0, changes nothing; dropout would change what is compared.
model.Dropout.IsEnabled = false;
using (TrainingStep first = model.TrainEmbed(texts))
{
    first.Backward(first.Output);
    optimizer.Step(schedule.FactorAt(optimizer.Steps));
}

/*insert*/

Check.Near(Reference.WordNetMini("fear of heights").Concat(Reference.WordNetMini("ocean")), step.Output);
Check.Equal(2L, optimizer.Steps);
float changed = MathF.Abs(Reference.WordNetMini("ocean").Zip(Values(model.Embed("ocean")), (before, after) => MathF.Abs(before - after)).Max());
Check.That(changed is > 1e-5f and < 1, $"A step changes the vectors somewhat; the largest change is {changed}.");

static float[] Values(Tensor<float> tensor)
{
    float[] values = new float[tensor.FlattenedLength];
    tensor.FlattenTo(values);
    return values;
}

[BertEmbedder("models/wordnet-mini", TopLayerOnly = true, RequiresGrad = true)]
public sealed partial class Trained;
