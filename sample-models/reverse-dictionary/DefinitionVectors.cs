namespace ReverseDictionary;

/// <summary>Gets the vectors of all definitions: from the cache, or from the model once.</summary>
internal sealed class DefinitionVectors(Settings settings, Terminal terminal, ITextEmbedder embedder)
{
    private const int TextsPerBatch = 1024;

    /// <returns>Shape (definitions, width of the model).</returns>
    public VectorTable Get(Synset[] synsets)
    {
        if (settings.CacheFolder is null)
        {
            return Embed(synsets);
        }

        var cache = new VectorCache(settings.CacheFolder);
        byte[] key = CacheKey.Compute(settings.ModelFolder, settings.DataFile);
        if (!settings.Rebuild && TryRead(cache, key, synsets.Length) is { } kept)
        {
            return kept;
        }

        VectorTable vectors = Embed(synsets);
        TryWrite(cache, key, vectors);
        return vectors;
    }

    private VectorTable? TryRead(VectorCache cache, byte[] key, int rows)
    {
        try
        {
            return cache.Read(key, rows, embedder.Width);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            terminal.Note($"{cache.PathOf(key)} cannot be used ({e.Message}); embedding the definitions again.");
            return null;
        }
    }

    // Without a cache the answers are the same, only later.
    private void TryWrite(VectorCache cache, byte[] key, VectorTable vectors)
    {
        try
        {
            cache.Write(key, vectors);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            terminal.Note($"the vectors cannot be kept: {e.Message}");
        }
    }

    private VectorTable Embed(Synset[] synsets)
    {
        string[] definitions = [.. synsets.Select(synset => synset.Definition)];
        long[] pieces = [.. Batches(definitions).Select(batch => embedder.CountPieces(batch))];
        var vectors = new VectorTable(synsets.Length, embedder.Width);
        EmbeddingProgress.Run(terminal, pieces.Sum(), advance =>
        {
            int row = 0;
            foreach ((ArraySegment<string> batch, long count) in Batches(definitions).Zip(pieces))
            {
                embedder.Embed(batch, vectors.Slice(row, batch.Count));
                row += batch.Count;
                advance(count);
            }
        });
        return vectors;
    }

    private static IEnumerable<ArraySegment<string>> Batches(string[] texts)
    {
        for (int start = 0; start < texts.Length; start += TextsPerBatch)
        {
            yield return new ArraySegment<string>(texts, start, Math.Min(TextsPerBatch, texts.Length - start));
        }
    }
}
