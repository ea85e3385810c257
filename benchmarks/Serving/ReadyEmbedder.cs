using System.Numerics.Tensors;
using BertGen.Text.Tokenizers;

namespace BertGen.Benchmarks.Serving;

/// <summary>A model that computes nothing: what is left of a request is the server's own, tokenizing included.</summary>
/// <param name="model">The model whose shape and tokenizer it has.</param>
internal sealed class ReadyEmbedder(ServedMiniLm model) : ISentenceEmbedder
{
    private readonly float[] _vector = model.Embed(["A vector as it is, with as many digits."]).ToArrays()[0];

    public BertModelInfo ModelInfo => ServedMiniLm.Info;

    public int Dimensions => ServedMiniLm.HiddenSize;

    public TextTokenizer Tokenizer => model.Tokenizer;

    public TextEmbeddings Embed(IEnumerable<string> texts, EmbedOptions? options = null, CancellationToken cancellationToken = default)
    {
        string[] all = [.. texts];
        return new TextEmbeddings(Tensor.Create([.. Enumerable.Repeat(_vector, all.Length).SelectMany(vector => vector)], [all.Length, Dimensions]), all, tokenCount: 0);
    }
}
