using BertGen.Tests.Compiled;
using BertGen.Text.Chunks;

namespace BertGen.Tests.Text;

/// <summary>Long texts cut in parts that a model takes whole.</summary>
public sealed class ChunkTests : IDisposable
{
    private const string Story =
        "The dog saw a fear of heights in the man. \"It is a person who repairs water pipes!\" A young dog ran.\n"
        + "The study of insects is long; it has no end, and the words of it are many, are they not? They are (in part.) So ends 3.5 of it.";

    private readonly WordNetMini _model = WordNetMini.Load(Models.WordNetMini);

    private ISentenceEmbedder Embedder => _model;

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData(12, 0, true)]
    [InlineData(12, 0, false)]
    [InlineData(24, 5, true)]
    [InlineData(9, 6, false)]
    [InlineData(3, 0, true)]
    public void ChunksCoverTheTextAndKeepToTheLimit(int limit, int overlap, bool atSentenceEnds)
    {
        var options = new ChunkOptions { MaxTokens = limit, OverlapTokens = overlap, AtSentenceEnds = atSentenceEnds };
        IReadOnlyList<TextChunk> chunks = Embedder.Chunk(Story, options);
        int covered = 0;
        foreach (TextChunk chunk in chunks)
        {
            Assert.Equal(Story[chunk.Start..chunk.End], chunk.Text);
            Assert.Equal(Embedder.CountTokens(chunk.Text), chunk.TokenCount);
            Assert.InRange(chunk.TokenCount, 3, limit);
            Assert.Equal("", Story[Math.Min(covered, chunk.Start)..chunk.Start].Trim());
            Assert.True(chunk.End > covered, "a chunk brings nothing new");
            covered = chunk.End;
        }

        Assert.Equal(Story.Length, covered);
        Assert.Equal(overlap > 0, chunks.Zip(chunks.Skip(1)).Any(pair => pair.Second.Start < pair.First.End));
    }

    [Fact]
    public void SentencesEndChunks()
    {
        string[] found = [.. Embedder.Chunk(Story, new ChunkOptions { MaxTokens = 22 }).Select(chunk => chunk.Text)];
        Assert.Equal("The dog saw a fear of heights in the man.", found[0]);
        Assert.Equal("\"It is a person who repairs water pipes!\" A young dog ran.", found[1]);
        Assert.Equal(
            ["The dog ran, did it not?", "It is a man (in part.)", "So ends 3.5 of it."],
            Embedder.Chunk("The dog ran, did it not? It is a man (in part.) So ends 3.5 of it.", new ChunkOptions { MaxTokens = 12 }).Select(chunk => chunk.Text));
    }

    [Fact]
    public void AWordThatIsLongerThanAChunkIsCut()
    {
        string word = string.Concat(Enumerable.Repeat("pneumono", 12));
        IReadOnlyList<TextChunk> chunks = Embedder.Chunk(word, new ChunkOptions { MaxTokens = 6 });
        Assert.True(chunks.Count > 1);
        Assert.Equal(word, string.Concat(chunks.Select(chunk => chunk.Text)));
    }

    [Fact]
    public void WhatIsEmbeddedAreTheChunks()
    {
        var prompt = new EmbedOptions { PromptText = "query of a person: " };
        ChunkEmbeddings found = Embedder.EmbedChunks(Story, new ChunkOptions { MaxTokens = 16 }, prompt);
        Assert.All(found.Chunks, chunk => Assert.InRange(chunk.TokenCount, 1, 16));
        Assert.Equal(found.Chunks.Select(chunk => chunk.Text), found.Embeddings.Texts);
        Assert.Equal(found.Chunks.Sum(chunk => chunk.TokenCount), found.Embeddings.TokenCount);
        Assert.Equal(Models.Values(Embedder.Embed(found.Embeddings.Texts, prompt)), Models.Values(found.Embeddings));
        Assert.Empty(Embedder.Chunk(" \n"));
        Assert.Single(Embedder.Chunk(Story));
    }

    [Theory]
    [InlineData(2, 0, "room for a piece")]
    [InlineData(600, 0, "at most 512")]
    [InlineData(10, 8, "overlap of 0 to 7")]
    [InlineData(10, -1, "overlap of 0 to 7")]
    public void OptionsThatLeaveNothingAreErrors(int limit, int overlap, string expected)
    {
        var thrown = Assert.Throws<ArgumentException>(() => Embedder.Chunk(Story, new ChunkOptions { MaxTokens = limit, OverlapTokens = overlap }));
        Assert.Contains(expected, thrown.Message, StringComparison.Ordinal);
    }
}
