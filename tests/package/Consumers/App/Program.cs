using System.Globalization;
using System.Numerics.Tensors;
using App;

int[] ids = [.. args.Select(int.Parse)];
using Tiny tiny = Tiny.Load();
Print(tiny.Forward(Tensor.Create(ids, [2, ids.Length / 2])));

using WordNetMini wordNet = WordNetMini.Load();
Print(wordNet.Embed("fear of heights"));

static void Print(Tensor<float> tensor)
{
    float[] values = new float[tensor.FlattenedLength];
    tensor.FlattenTo(values);
    Console.WriteLine(string.Join(' ', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
}
