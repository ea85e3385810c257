using BertGen.Common.Numbers;
using BertGen.Engine.Threading;

namespace BertGen.Training;

/// <summary>
/// Adam with decoupled weight decay: running averages of gradients and of their squares make the step, and the decay is no part
/// of the gradient.
/// </summary>
/// <remarks>
/// One step with gradient g is, for a value p with averages m and v, at learning rate r and after t steps:
/// <code>
/// m = beta1 m + (1 - beta1) g        v = beta2 v + (1 - beta2) g²
/// p = p - r (m / (1 - beta1^t)) / (sqrt(v / (1 - beta2^t)) + epsilon) - r decay p
/// </code>
/// That is PyTorch's <c>AdamW</c>. Without bias correction it is the original's <c>BertAdam</c>: see
/// <see cref="AdamWOptions.BertAdam"/>. The values after a step have the same bits for any number of threads.
/// </remarks>
public sealed class AdamW
{
    /// <summary>What one thread takes at a time: some 10 microseconds of work.</summary>
    private const int ChunkLength = 1 << 14;

    /// <summary>Added to a norm that is divided by, as in PyTorch.</summary>
    private const double SmallestNorm = 1e-6;

    private readonly Chunk[] _chunks;
    private readonly double[] _squares;
    private readonly WorkLoop _measure;
    private readonly WorkLoop _update;

    /// <summary>An optimizer of some parameters, all at one learning rate.</summary>
    /// <param name="parameters">Parameters of models and heads together; no two of one name.</param>
    /// <param name="options">Its numbers; null are the defaults.</param>
    /// <exception cref="ArgumentException">Two parameters have one name, or there is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option lies outside its range.</exception>
    public AdamW(IEnumerable<Parameter> parameters, AdamWOptions? options = null)
        : this([new ParameterGroup(parameters)], options)
    {
    }

    /// <summary>An optimizer of groups with learning rates of their own.</summary>
    /// <param name="groups">The groups; no two of their parameters have one name.</param>
    /// <param name="options">Its numbers; null are the defaults.</param>
    /// <exception cref="ArgumentException">Two parameters have one name, or there is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option lies outside its range.</exception>
    public AdamW(IEnumerable<ParameterGroup> groups, AdamWOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(groups);
        Options = options ?? new AdamWOptions();
        Options.Check();
        Groups = [.. groups];
        Moments = [.. Groups.SelectMany(group => group.Parameters, (group, parameter) => new AdamWMoments(group, parameter))];
        if (Moments.Length == 0)
        {
            throw new ArgumentException("There are no parameters to train.", nameof(groups));
        }

        if (Moments.GroupBy(moments => moments.Parameter.Name).FirstOrDefault(named => named.Skip(1).Any()) is { } twice)
        {
            throw new ArgumentException($"There are two parameters called '{twice.Key}'.", nameof(groups));
        }

        _chunks = [.. Moments.SelectMany(Divide)];
        _squares = new double[_chunks.Length];
        _measure = new WorkLoop(Measure);
        _update = new WorkLoop(Update);
    }

    /// <summary>Its numbers.</summary>
    public AdamWOptions Options { get; }

    /// <summary>The groups, whose learning rates can be set between steps.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; }

    /// <summary>Steps made so far.</summary>
    public long Steps { get; internal set; }

    /// <summary>Most threads that a step uses.</summary>
    public int MaxThreads { get; set; } = Environment.ProcessorCount;

    /// <summary>The averages of each parameter.</summary>
    internal AdamWMoments[] Moments { get; }

    /// <summary>Moves all values by their gradients, which are zero afterwards: ready for the next batch.</summary>
    /// <param name="rateFactor">What all learning rates are multiplied by, such as the value of a schedule.</param>
    /// <returns>Length of all gradients together, before clipping.</returns>
    /// <exception cref="InvalidOperationException">
    /// A gradient is infinite or no number: the message names its parameter. Nothing has changed.
    /// </exception>
    public double Step(double rateFactor = 1)
    {
        int threads = Math.Max(MaxThreads, 1);
        _measure.Run(_chunks.Length, threads);
        double norm = Math.Sqrt(SumSquares());
        Steps++;
        foreach (AdamWMoments moments in Moments)
        {
            _ = moments.Parameter.Value; // Tells the embedder that the values change.
            moments.Factors = FactorsOf(moments, rateFactor, norm);
        }

        _update.Run(_chunks.Length, threads);
        return norm;
    }

    private static IEnumerable<Chunk> Divide(AdamWMoments moments)
    {
        for (int start = 0; start < moments.Parameter.Count; start += ChunkLength)
        {
            yield return new Chunk(moments, start, Math.Min(ChunkLength, moments.Parameter.Count - start));
        }
    }

    private unsafe void Measure(int index)
    {
        Chunk chunk = _chunks[index];
        _squares[index] = AdamWKernel.SumOfSquares(chunk.Moments.Parameter.GradientPointer + chunk.Start, chunk.Length);
    }

    private unsafe void Update(int index)
    {
        Chunk chunk = _chunks[index];
        AdamWMoments moments = chunk.Moments;
        AdamWKernel.Update(
            moments.Parameter.ValuePointer + chunk.Start,
            moments.Parameter.GradientPointer + chunk.Start,
            moments.First.Pointer + chunk.Start,
            moments.Second.Pointer + chunk.Start,
            chunk.Length,
            moments.Factors);
    }

    /// <summary>Adds the chunks' sums up, always in one order.</summary>
    private double SumSquares()
    {
        double sum = 0;
        int index = 0;
        foreach (AdamWMoments moments in Moments)
        {
            double ofParameter = 0;
            for (; index < _chunks.Length && _chunks[index].Moments == moments; index++)
            {
                ofParameter += _squares[index];
            }

            if (!double.IsFinite(ofParameter))
            {
                throw new InvalidOperationException($"The gradient of {moments.Parameter} is infinite or no number.");
            }

            moments.SquaredNorm = ofParameter;
            sum += ofParameter;
        }

        return sum;
    }

    private AdamWFactors FactorsOf(AdamWMoments moments, double rateFactor, double norm)
    {
        double rate = rateFactor * (moments.Group.LearningRate ?? Options.LearningRate);
        double decay = moments.Parameter.Decays ? moments.Group.WeightDecay ?? Options.WeightDecay : 0;
        double clipped = Options.Clipping == GradientClipping.AllTogether ? norm : Math.Sqrt(moments.SquaredNorm);
        return new AdamWFactors
        {
            Gradient = (float)Math.Min(Options.MaxGradientNorm / (clipped + SmallestNorm), 1),
            FirstKept = (float)Options.Beta1,
            FirstAdded = (float)(1 - Options.Beta1),
            SecondKept = (float)Options.Beta2,
            SecondAdded = (float)(1 - Options.Beta2),
            Rate = (float)(rate / Held(Options.Beta1)),
            Root = (float)(1 / Math.Sqrt(Held(Options.Beta2))),
            Epsilon = (float)Options.Epsilon,
            Decay = (float)(rate * decay),
        };
    }

    /// <summary>The weight that an average holds that began at zero.</summary>
    private double Held(double beta) => Options.CorrectsBias ? 1 - StableMath.Pow(beta, Steps) : 1;

    private readonly record struct Chunk(AdamWMoments Moments, int Start, int Length);
}
