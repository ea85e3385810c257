using BertGen.Training;

namespace BertGen.Tests.Training;

/// <summary>The optimizer of one parameter as its formulas say it, in double precision.</summary>
internal sealed class ReferenceAdamW(Parameter parameter, AdamWOptions options, double rate)
{
    private readonly double[] _first = new double[parameter.Count];
    private readonly double[] _second = new double[parameter.Count];

    public double[] Values { get; } = Array.ConvertAll(parameter.Value.ToArray(), value => (double)value);

    /// <summary>Makes one step with the gradients that the parameters have.</summary>
    /// <returns>Length of all gradients together.</returns>
    public static double Step(ReferenceAdamW[] parameters, int step, double factor)
    {
        double norm = Math.Sqrt(parameters.Sum(parameter => parameter.SquaredNorm()));
        foreach (ReferenceAdamW parameter in parameters)
        {
            parameter.Step(step, factor, norm);
        }

        return norm;
    }

    private double SquaredNorm() => parameter.Gradient.ToArray().Sum(value => (double)value * value);

    private void Step(int step, double factor, double norm)
    {
        double clipped = options.Clipping == GradientClipping.EachParameter ? Math.Sqrt(SquaredNorm()) : norm;
        double scale = clipped + 1e-6 > options.MaxGradientNorm ? options.MaxGradientNorm / (clipped + 1e-6) : 1;
        double firstHeld = options.CorrectsBias ? 1 - Math.Pow(options.Beta1, step + 1) : 1;
        double secondHeld = options.CorrectsBias ? 1 - Math.Pow(options.Beta2, step + 1) : 1;
        for (int i = 0; i < Values.Length; i++)
        {
            double gradient = scale * parameter.Gradient[i];
            _first[i] = (options.Beta1 * _first[i]) + ((1 - options.Beta1) * gradient);
            _second[i] = (options.Beta2 * _second[i]) + ((1 - options.Beta2) * gradient * gradient);
            double update = _first[i] / firstHeld / (Math.Sqrt(_second[i] / secondHeld) + options.Epsilon);
            double decay = parameter.Decays ? options.WeightDecay * Values[i] : 0;
            Values[i] -= factor * rate * (update + decay);
        }
    }
}
