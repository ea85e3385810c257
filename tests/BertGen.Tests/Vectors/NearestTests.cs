using System.Numerics.Tensors;
using BertGen.Vectors;

namespace BertGen.Tests.Vectors;

/// <summary>Searches beside ones that sort every score.</summary>
public sealed class NearestTests
{
    [Theory]
    [InlineData(SimilarityFunction.Cosine, 40_000, 24)]
    [InlineData(SimilarityFunction.Dot, 300, 9)]
    [InlineData(SimilarityFunction.Euclidean, 300, 17)]
    [InlineData(SimilarityFunction.Manhattan, 300, 8)]
    public void TheBestAreThoseOfAllScoresInOrder(SimilarityFunction function, int rows, int width)
    {
        TextEmbeddings corpus = Embeddings(rows, width, function, seed: 1);
        TextEmbeddings queries = Embeddings(3, width, function, seed: 2);
        Tensor<float> scores = queries.Similarity(corpus);
        SearchHit[][] found = corpus.Nearest(queries, 12);
        for (int query = 0; query < queries.Count; query++)
        {
            SearchHit[] expected = [.. Enumerable.Range(0, rows)
                .Select(row => new SearchHit(row, scores[query, row], corpus.Texts[row]))
                .OrderByDescending(hit => hit.Score)
                .ThenBy(hit => hit.Index)
                .Take(12)];
            Assert.Equal(expected, found[query]);
            Assert.Equal(expected, corpus.Nearest(queries[query], 12));
        }
    }

    [Fact]
    public void OfEqualScoresTheFirstRowsAreKept()
    {
        TextEmbeddings corpus = Of([1, 0], [0, 1], [1, 0], [2, 0], [1, 0]);
        Assert.Equal([0, 2, 3], corpus.Nearest([1, 0], 3).Select(hit => hit.Index));
    }

    [Fact]
    public void CountsAreLimits()
    {
        TextEmbeddings corpus = Of([1, 0], [0, 1]);
        Assert.Equal(2, corpus.Nearest([1, 0], int.MaxValue).Length);
        Assert.Empty(corpus.Nearest([1, 0], 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => corpus.Nearest([1, 0], -1));
        Assert.Throws<ArgumentException>(() => corpus.Nearest([1, 0, 0], 1));
        Assert.Empty(new TextEmbeddings(Tensor.Create(Array.Empty<float>(), [0, 2]), []).Nearest([1, 0], 4));
    }

    [Fact]
    public void ParaphrasesAreThePairsOfAllScores()
    {
        TextEmbeddings all = Embeddings(60, 5, SimilarityFunction.Cosine, seed: 3);
        Tensor<float> scores = all.Similarity(all);
        var expected = from first in Enumerable.Range(0, 60)
                       from second in Enumerable.Range(first + 1, 59 - first)
                       orderby scores[first, second] descending
                       select new ParaphrasePair(first, second, scores[first, second]);
        Assert.Equal(expected.Take(25), VectorSearch.ParaphraseMining(all, topK: 59, maxPairs: 25));

        // Of each vector its nearest other only: a pair that is nearest for both comes once.
        IReadOnlyList<ParaphrasePair> nearest = VectorSearch.ParaphraseMining(all, topK: 1);
        Assert.All(Enumerable.Range(0, 60), row => Assert.Contains(nearest, pair => pair.First == row || pair.Second == row));
        Assert.Equal(nearest.Count, nearest.Select(pair => (pair.First, pair.Second)).Distinct().Count());
    }

    [Fact]
    public void CommunitiesAreTheLargestGroupsAroundAVector()
    {
        // Three to the right, four upwards, one alone; 3 leans to both sides, and the larger group has it.
        TextEmbeddings all = Of([1, 0], [1, 0.1f], [1, -0.1f], [0.6f, 0.8f], [0, 1], [0.1f, 1], [-0.1f, 1], [-1, -1]);
        IReadOnlyList<IReadOnlyList<int>> found = VectorSearch.CommunityDetection(all, threshold: 0.79f, minCommunitySize: 3);
        Assert.Equal(2, found.Count);
        Assert.Equal([3, 4, 5, 6], found[0].Order());
        Assert.Equal([0, 1, 2], found[1].Order());
        Assert.Single(VectorSearch.CommunityDetection(all, threshold: 0.79f, minCommunitySize: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => VectorSearch.CommunityDetection(all, minCommunitySize: 0));
    }

    private static TextEmbeddings Of(params float[][] rows) =>
        new(Tensor.Create([.. rows.SelectMany(row => row)], [rows.Length, rows[0].Length]), [.. rows.Select((_, row) => $"text {row}")]);

    private static TextEmbeddings Embeddings(int rows, int width, SimilarityFunction function, int seed)
    {
        var random = new Random(seed);
        float[] values = [.. Enumerable.Range(0, rows * width).Select(_ => random.NextSingle() - 0.5f)];
        return new TextEmbeddings(Tensor.Create(values, [rows, width]), [.. Enumerable.Range(0, rows).Select(row => $"text {row}")], function);
    }
}
