using BertGen.Generator.Architectures;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Diagnostics;

namespace BertGen.Generator.Checking;

/// <summary>Checks a vocabulary against the config beside it.</summary>
internal static class VocabularyCheck
{
    public static IEnumerable<Finding> Check(VocabularyFile file, EncoderConfig config)
    {
        Place whole = Place.Key(file.Path, "");
        if (file.Count > config.VocabularySize)
        {
            string rows = NumberText.Plain(config.VocabularySize);
            yield return Finding.Of(Descriptors.VocabularyTooLarge, whole, NumberText.Plain(file.Count), rows, ArchitectureList.Of(config).Sizes.Vocabulary);
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
}
