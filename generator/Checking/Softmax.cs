using BertGen.Common.Numbers;

namespace BertGen.Generator.Checking;

/// <summary>The softmax of the scalar mix, computed when compiling.</summary>
internal static class Softmax
{
    /// <summary>Weights as the floats that are written; one so small that it is no float is exactly 0.</summary>
    public static IEnumerable<float> Of(IReadOnlyCollection<double> parameters)
    {
        double largest = parameters.DefaultIfEmpty().Max();
        double[] exponentials = [.. parameters.Select(parameter => StableMath.Exp(parameter - largest))];
        double sum = exponentials.Sum();
        return exponentials.Select(exponential => (float)(exponential / sum));
    }
}
