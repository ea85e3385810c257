using BertGen;

namespace SemanticSearch;

/// <summary>All passages with their vectors.</summary>
/// <param name="passages">The passages.</param>
/// <param name="vectors">A row for each.</param>
internal sealed class PassageSearch(IReadOnlyList<Passage> passages, TextEmbeddings vectors)
{
    /// <summary>The passages that are most like a question, best first.</summary>
    public IEnumerable<Answer> Find(ISentenceEmbedder model, string question, int top)
    {
        TextEmbeddings asked = model.Embed([question], new EmbedOptions { Role = EmbedRole.Query });
        return vectors.Nearest(asked[0], top).Select(hit => new Answer(passages[hit.Index], hit.Score));
    }
}
