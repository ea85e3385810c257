namespace BertGen.Parity;

/// <summary>The largest difference between found and recorded numbers, and where it is.</summary>
internal sealed class Difference(string title)
{
    private double _largest;
    private string _place = "nowhere";

    public int Vectors { get; private set; }

    public double Largest => _largest;

    public void Add(ReadOnlySpan<float> expected, ReadOnlySpan<float> found, string place)
    {
        var widened = new double[expected.Length];
        for (int i = 0; i < widened.Length; i++)
        {
            widened[i] = expected[i];
        }

        Add(widened, found, place);
    }

    public void Add(ReadOnlySpan<double> expected, ReadOnlySpan<float> found, string place)
    {
        Assert.Equal(expected.Length, found.Length);
        Vectors++;
        for (int i = 0; i < found.Length; i++)
        {
            // Written so that a NaN counts as larger than anything.
            double difference = Math.Abs(found[i] - expected[i]);
            if (!(difference <= _largest))
            {
                (_largest, _place) = (double.IsNaN(difference) ? double.PositiveInfinity : difference, $"{place}, component {i}");
            }
        }
    }

    public void AssertWithin(double limit) => Assert.True(_largest <= limit, $"{this}; the limit is {limit:G2}.");

    public override string ToString() => $"{title}: largest difference {_largest:G3} in {Vectors} vectors, at {_place}";
}
