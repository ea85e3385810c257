using System.Security.Cryptography;
using System.Text;
using BertGen;
using BertGen.Text.Chunks;

namespace SemanticSearch;

/// <summary>Brings the index of a folder up to date: what has not changed is not embedded again.</summary>
/// <param name="model">The model.</param>
/// <param name="store">The index.</param>
internal sealed class FolderIndexer(ISentenceEmbedder model, PassageStore store)
{
    // Passages of a paragraph's length: shorter than the model could take, so that one is about one thing.
    private static readonly ChunkOptions Passages = new() { MaxTokens = 128, OverlapTokens = 16 };

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="UserException">There is no such folder, or a file is no UTF-8 text.</exception>
    public UpdateReport Update(string folder, IEnumerable<string> patterns)
    {
        if (!Directory.Exists(folder))
        {
            throw new UserException($"there is no folder {folder}");
        }

        SortedSet<string> files = new(patterns.SelectMany(pattern => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)), StringComparer.Ordinal);
        IReadOnlyDictionary<string, string> known = store.Files();
        var found = new HashSet<string>();
        int embedded = 0;
        foreach (string file in files)
        {
            string name = Path.GetRelativePath(folder, file).Replace('\\', '/');
            found.Add(name);
            byte[] content = File.ReadAllBytes(file);
            string hash = Convert.ToHexString(SHA256.HashData(content));
            if (known.GetValueOrDefault(name) != hash)
            {
                Embed(name, hash, TextOf(file, content));
                embedded++;
            }
        }

        string[] gone = [.. known.Keys.Where(name => !found.Contains(name))];
        store.Remove(gone);
        return new UpdateReport(embedded, found.Count - embedded, gone.Length);
    }

    private void Embed(string name, string hash, string text)
    {
        ChunkEmbeddings chunks = model.EmbedChunks(text, Passages, new EmbedOptions { Role = EmbedRole.Document });
        store.Replace(name, hash, chunks.Chunks.Select(chunk => new Passage(name, 1 + text.AsSpan(0, chunk.Start).Count('\n'), chunk.Text)), chunks.Embeddings);
    }

    private static string TextOf(string file, byte[] content)
    {
        try
        {
            return Strict.GetString(content);
        }
        catch (DecoderFallbackException e)
        {
            throw new UserException($"{file}: expected text in UTF-8, found other bytes at {e.Index}", e);
        }
    }
}
