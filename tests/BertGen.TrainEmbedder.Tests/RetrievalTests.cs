using TrainingSamples;

namespace TrainEmbedder.Tests;

public sealed class RetrievalTests
{
    [Fact]
    public void RanksCountTheCandidatesThatAreNearer()
    {
        using WordNetMini model = WordNetMini.Load(Path.Combine(AppContext.BaseDirectory, "wordnet-mini"));
        Synset[] synsets =
        [
            Word("acrophobia", "acrophobia"), // its own words: nothing is nearer
            Word("a young dog", "puppy"),
            Word("a young dog", "insurance"),
        ];
        int[] ranks = new Retrieval(synsets, synsets).Ranks(model);
        Assert.Equal([1, 1], ranks[..2]);
        Assert.InRange(ranks[2], 2, 3);
        Assert.Equal((2 + (1.0 / ranks[2])) / 3, Retrieval.Mean(ranks), 1e-12);
    }

    private static Synset Word(string definition, string word) => new(true, "noun.animal", [word], definition);
}
