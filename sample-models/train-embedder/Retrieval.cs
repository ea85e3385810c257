using System.Numerics.Tensors;

namespace TrainEmbedder;

/// <summary>
/// Looks definitions that were held out up among the words of all synsets. What counts is the mean reciprocal rank (MRR): 1 where a
/// definition finds its own words first, 1/2 where second, and so on.
/// </summary>
internal sealed class Retrieval
{
    private const int TextsPerBatch = 1024;

    private readonly string[] _queries;
    private readonly string[] _candidates;
    private readonly int[] _wanted;

    /// <param name="queries">Synsets whose definitions are looked up.</param>
    /// <param name="candidates">Synsets among whose words these are looked up.</param>
    public Retrieval(IEnumerable<Synset> queries, IEnumerable<Synset> candidates)
    {
        Synset[] asked = [.. queries];
        _queries = [.. asked.Select(synset => synset.Definition)];
        _candidates = [.. candidates.Select(Pairs.WordsOf).Distinct()];
        Dictionary<string, int> places = _candidates.Index().ToDictionary(candidate => candidate.Item, candidate => candidate.Index);
        _wanted = [.. asked.Select(synset => places[Pairs.WordsOf(synset)])];
    }

    public int QueryCount => _queries.Length;

    public int CandidateCount => _candidates.Length;

    /// <summary>Texts that are embedded to find the ranks.</summary>
    public int TextCount => _queries.Length + _candidates.Length;

    /// <summary>The ranks of the right words, the best being 1.</summary>
    /// <param name="model">The model.</param>
    /// <param name="embedded">Told how many more texts are embedded.</param>
    public int[] Ranks(WordNetMini model, Action<int>? embedded = null)
    {
        float[] queries = Embed(model, _queries, embedded), candidates = Embed(model, _candidates, embedded);
        int[] ranks = new int[_queries.Length];
        Parallel.For(0, ranks.Length, query => ranks[query] = Rank(Row(queries, query), candidates, _wanted[query]));
        return ranks;
    }

    /// <summary>The mean of the reciprocal ranks.</summary>
    public double MeanReciprocalRank(WordNetMini model) => Mean(Ranks(model));

    /// <summary>The mean of the reciprocal ranks.</summary>
    public static double Mean(int[] ranks) => ranks.Average(rank => 1.0 / rank);

    private static int Rank(ReadOnlySpan<float> query, float[] candidates, int wanted)
    {
        float score = TensorPrimitives.Dot(query, Row(candidates, wanted));
        int better = 0;
        for (int candidate = 0; candidate < candidates.Length / WordNetMini.HiddenSize; candidate++)
        {
            better += TensorPrimitives.Dot(query, Row(candidates, candidate)) > score && candidate != wanted ? 1 : 0;
        }

        return better + 1;
    }

    private static ReadOnlySpan<float> Row(float[] vectors, int index) =>
        vectors.AsSpan(index * WordNetMini.HiddenSize, WordNetMini.HiddenSize);

    private static float[] Embed(WordNetMini model, string[] texts, Action<int>? embedded)
    {
        float[] vectors = new float[texts.Length * WordNetMini.HiddenSize];
        for (int start = 0; start < texts.Length; start += TextsPerBatch)
        {
            ReadOnlySpan<string> batch = texts.AsSpan(start, Math.Min(TextsPerBatch, texts.Length - start));
            model.Embed(batch).CopyTo(vectors.AsSpan(start * WordNetMini.HiddenSize));
            embedded?.Invoke(batch.Length);
        }

        return vectors;
    }
}
