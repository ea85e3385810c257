using System.Collections.Concurrent;
using BertGen.AspNetCore.Tests.Harness;
using BertGen.Serving.Models;
using BertGen.Text;
using BertGen.Text.Tokenizers;

namespace BertGen.AspNetCore.Tests.Batching;

/// <summary>A text is encoded once: by the pieces that it was counted by, the model computes.</summary>
public sealed class EncodedOnceTests : IDisposable
{
    private static readonly EmbedOptions<WordNetMini> AsTheFolderSays = new();

    private readonly WordNetMini _model = WordNetMini.Load(ModelFolders.WordNetMini);

    public void Dispose() => _model.Dispose();

    [Theory]
    [InlineData("a young dog")]
    [InlineData("\0")]
    [InlineData("")]
    [InlineData(null)]
    public async Task AModelGetsThePiecesThatItWouldMake(string? given)
    {
        string text = given ?? string.Concat(Enumerable.Repeat("much too long ", 1000));
        var seen = new SeenOptions(_model);
        await using ServerHost host = await ServerHost.StartAsync(app => app.MapModel("seen", () => seen, ModelFeatures.Embeddings));
        await host.AskAsync("embed", new { inputs = new[] { text, "and another" } });
        using PieceBuffer expected = _model.Tokenize(AsTheFolderSays, text);
        Assert.Equal(expected.Ids.ToArray(), seen.Pieces[text]);
    }

    [Fact]
    public void AModelComputesThePiecesThatItIsGiven()
    {
        string other = "a young dog";
        var encoded = new Engine.Pipeline.EncodedTexts();
        using PieceBuffer pieces = _model.Tokenize(AsTheFolderSays, "fear of heights");
        encoded.Add(other, pieces.Ids.ToArray());
        TextEmbeddings found = _model.Embed((IEnumerable<string>)[other, new string(other)], new EmbedOptions { Encoded = encoded });
        Assert.Equal(_model.Embed("fear of heights")[0].ToArray(), found[0].ToArray());
        Assert.Equal(_model.Embed(other)[0].ToArray(), found[1].ToArray());
    }

    /// <summary>Keeps the pieces that come with texts.</summary>
    private sealed class SeenOptions(ISentenceEmbedder inner) : ISentenceEmbedder
    {
        public ConcurrentDictionary<string, int[]?> Pieces { get; } = new();

        public BertModelInfo ModelInfo => inner.ModelInfo;

        public int Dimensions => inner.Dimensions;

        public TextTokenizer Tokenizer => inner.Tokenizer;

        public TextEmbeddings Embed(IEnumerable<string> texts, EmbedOptions? options = null, CancellationToken cancellationToken = default)
        {
            string[] all = [.. texts];
            foreach (string text in all)
            {
                Pieces[text] = options?.Encoded?.Find(text);
            }

            return inner.Embed(all, options, cancellationToken);
        }
    }
}
