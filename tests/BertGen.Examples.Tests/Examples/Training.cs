// block: docs/training.md | A whole training | 1
// insert: docs/training.md | A whole training | 2
using System.Numerics.Tensors;
using BertGen.Examples.Tests;
using BertGen.Training;

string[] kinds = ["ocean", "cat", "joy"];
string[] texts = [.. Enumerable.Range(0, 256).Select(i => kinds[i % kinds.Length])];
int[] labels = [.. Enumerable.Range(0, 256).Select(i => i % kinds.Length)];

/*insert*/

Check.Equal(4L, optimizer.Steps);
using Classified saved = Classified.Load("models/classified");
Tensor<float> expected = model.Embed(texts[0]), found = saved.Embed(texts[0]);
float[] values = new float[expected.FlattenedLength];
expected.FlattenTo(values);
Check.Near(values, found);

// The loss of the last batch is below that of guessing among 45.
Tensor<float> last = head.Forward(model.Embed(texts));
double lossOfAll = CrossEntropy.Compute(last, Tensor.Create(labels, [labels.Length])).Value;
Check.That(lossOfAll < Math.Log(45), $"The loss is {lossOfAll}, that of guessing {Math.Log(45)}.");
