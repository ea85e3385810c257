using BertGen.Generator.Architectures;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Diagnostics;

namespace BertGen.Generator.Checking;

/// <summary>Checks a vocabulary against the config beside it.</summary>
internal static class VocabularyCheck
{
    public static IEnumerable<Finding> Check(VocabularyFile file, EncoderConfig config, bool hasBertTokens)
    {
        Place whole = Place.Key(file.Path, "");
        if (file.Count > config.VocabularySize)
        {
            string rows = NumberText.Plain(config.VocabularySize);
            yield return Finding.Of(Descriptors.VocabularyTooLarge, whole, NumberText.Plain(file.Count), rows, ArchitectureList.Of(config).Sizes.Vocabulary);
        }

        // Other families name their special tokens otherwise, and what they are stands in other files.
        if (!hasBertTokens)
        {
            yield break;
        }

        foreach (string token in file.MissingTokens)
        {
            yield return Finding.Of(Descriptors.SpecialTokenMissing, whole, token);
        }

        if (file.PadTokenId >= 0 && file.PadTokenId != config.PadTokenId)
        {
            string line = NumberText.Plain(file.PadTokenId + 1);
            string key = ArchitectureList.Of(config).Sizes.Padding;
            yield return Finding.Of(
                Descriptors.PadToken, Place.Key(file.Path, "[PAD]"), line, NumberText.Plain(file.PadTokenId), key, NumberText.Plain(config.PadTokenId));
        }
    }

    /// <summary>Checks whether the files beside the config can spell texts, and as the model was trained.</summary>
    /// <param name="model">The model as the attribute names it.</param>
    /// <param name="vocabulary"><c>vocab.txt</c>, if it is there.</param>
    /// <param name="data"><c>tokenizer.json</c>, which comes first.</param>
    /// <param name="tokenizer"><c>tokenizer_config.json</c>.</param>
    /// <param name="rows">Word embeddings of the model.</param>
    /// <param name="needsOne">Whether the model is here as a whole, and not for the compiler alone, and is nothing without texts.</param>
    public static IEnumerable<Finding> CheckSpelling(
        string model, VocabularyFile? vocabulary, TokenizerDataFile? data, TokenizerFile? tokenizer, int rows, bool needsOne)
    {
        if (vocabulary is null && data is null)
        {
            return needsOne ? [Finding.Of(Descriptors.VocabularyMissing, Place.Model, model)] : [];
        }

        var findings = new List<Finding>();
        (string path, int count, bool hasCapitals) = data is { Kind: "WordPiece" } ? (data.Path, data.Count, data.HasCapitals)
            : data is null ? (vocabulary!.Path, vocabulary.Count, vocabulary.HasCapitals)
            : ("", rows, false);
        string name = PathText.FileName(path);
        if (count < rows)
        {
            findings.Add(Finding.Of(Descriptors.VocabularyShort, Place.Key(path, ""), name, NumberText.Plain(count), NumberText.Plain(rows)));
        }

        bool countsFile = tokenizer is not null && Settings.Find(tokenizer.Settings, "tokenizer_class")?.AsText is "PreTrainedTokenizerFast" or "TokenizersBackend";
        if (hasCapitals && !countsFile && tokenizer is not { SaysLowercase: true })
        {
            findings.Add(Finding.Of(Descriptors.CasedVocabulary, Place.Key(path, ""), name));
        }

        return findings;
    }
}
