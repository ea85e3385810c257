namespace BertGen.Text;

/// <summary>What an indexer requires of its vocabulary, its options and its texts.</summary>
internal static class IndexerChecks
{
    /// <summary>Throws when an option that is a list of words, or a word in it, is null.</summary>
    public static void CheckWords(IndexerOptions options)
    {
        Require(nameof(IndexerOptions.StartTokens), options.StartTokens);
        Require(nameof(IndexerOptions.EndTokens), options.EndTokens);
        Require(nameof(IndexerOptions.NeverLowercase), options.NeverLowercase ?? []);

        static void Require(string option, IEnumerable<string>? words)
        {
            if (words is null || words.Any(word => word is null))
            {
                throw new ArgumentException($"{option} {(words is null ? "is null" : "holds a null")}.", nameof(options));
            }
        }
    }

    /// <summary>
    /// Throws unless the vocabulary has the special tokens, padding as id 0, and no id that the model lacks.
    /// </summary>
    public static void CheckVocabulary(Vocabulary vocabulary, IndexerOptions options, BertModelInfo model)
    {
        if (vocabulary.IdCount > model.VocabularySize)
        {
            throw new VocabularyException(
                vocabulary.Path,
                $"expected at most {model.VocabularySize} lines, the vocabulary size that {model.Name} was compiled for; " +
                $"found {vocabulary.IdCount}.");
        }

        RequirePiece(vocabulary, SpecialTokens.Unknown);
        foreach (string token in options.StartTokens.Concat(options.EndTokens).Where(SpecialTokens.All.Contains))
        {
            RequirePiece(vocabulary, token);
        }

        RequirePadding(vocabulary, model.PaddingId);
    }

    /// <summary>Throws unless rows and windows have the form that the model was compiled for.</summary>
    public static void CheckWindows(WordPieceIndexer indexer, IndexerOptions options, BertModelInfo model)
    {
        RequireCount(nameof(IndexerOptions.StartTokens), indexer.StartIds.Length, model.NumStartTokens, model);
        RequireCount(nameof(IndexerOptions.EndTokens), indexer.EndIds.Length, model.NumEndTokens, model);
        if (options.MaxPieces is not int maxPieces)
        {
            return;
        }

        int smallest = options.TruncateLongSequences ? model.NumStartTokens + model.NumEndTokens + 1 : model.MaxPieces;
        if (maxPieces < smallest || maxPieces > model.MaxPieces)
        {
            string expected = options.TruncateLongSequences
                ? $"between {smallest} and {model.MaxPieces}"
                : $"{model.MaxPieces}, because windows are recombined in that length";
            throw new ArgumentOutOfRangeException(
                nameof(options), $"MaxPieces is {maxPieces}; for {model.Name} it has to be {expected}.");
        }
    }

    /// <summary>Throws when a text is null.</summary>
    public static void CheckTexts(ReadOnlySpan<string> texts)
    {
        int missing = texts.IndexOf((string)null!);
        if (missing >= 0)
        {
            throw new ArgumentException($"Text {missing} is null.", nameof(texts));
        }
    }

    /// <summary>Throws when a list or a word in it is null.</summary>
    public static void CheckTokens(IReadOnlyList<IReadOnlyList<string>> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        for (int text = 0; text < tokens.Count; text++)
        {
            if (tokens[text] is null)
            {
                throw new ArgumentException($"Text {text} is null.", nameof(tokens));
            }

            for (int word = 0; word < tokens[text].Count; word++)
            {
                if (tokens[text][word] is null)
                {
                    throw new ArgumentException($"Word {word} of text {text} is null.", nameof(tokens));
                }
            }
        }
    }

    /// <summary>Throws when a list is null, or an id is not in the vocabulary.</summary>
    public static void CheckPieces(IReadOnlyList<IReadOnlyList<IReadOnlyList<int>>> pieces, int idCount)
    {
        ArgumentNullException.ThrowIfNull(pieces);
        for (int text = 0; text < pieces.Count; text++)
        {
            IReadOnlyList<IReadOnlyList<int>> words = pieces[text] ?? throw new ArgumentException($"Text {text} is null.", nameof(pieces));
            for (int word = 0; word < words.Count; word++)
            {
                IReadOnlyList<int> ids = words[word] ?? throw new ArgumentException($"Word {word} of text {text} is null.", nameof(pieces));
                foreach (int id in ids)
                {
                    if (id < 0 || id >= idCount)
                    {
                        throw new ArgumentOutOfRangeException(
                            nameof(pieces), id, $"Word {word} of text {text} has the id {id}; the vocabulary has 0 to {idCount - 1}.");
                    }
                }
            }
        }
    }

    private static void RequirePiece(Vocabulary vocabulary, string piece)
    {
        if (!vocabulary.TryGetId(piece, out _))
        {
            throw new VocabularyException(
                vocabulary.Path, $"expected the special token {piece}; found {vocabulary.IdCount} lines without it.");
        }
    }

    // The model takes one id for padding, whose vectors are zero: a word with that id would be lost silently.
    private static void RequirePadding(Vocabulary vocabulary, int expected)
    {
        bool found = vocabulary.TryGetId(SpecialTokens.Padding, out int paddingId);
        if (found && paddingId == expected)
        {
            return;
        }

        string? first = vocabulary.Entries.Where(entry => entry.Value == expected).Select(entry => entry.Key).FirstOrDefault();
        if (found || first is not null)
        {
            throw new VocabularyException(
                vocabulary.Path,
                $"expected {SpecialTokens.Padding} on line {expected + 1}, because the id {expected} is padding; found it " +
                (found ? $"on line {paddingId + 1}." : $"nowhere, and '{first}' on line {expected + 1}."));
        }
    }

    private static void RequireCount(string option, int found, int expected, BertModelInfo model)
    {
        if (found != expected)
        {
            throw new ArgumentException(
                $"{option} are {found} pieces, but {model.Name} was compiled for {expected} (Num{option}).");
        }
    }
}
