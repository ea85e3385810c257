using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration;

/// <summary>Reads <c>sentence_bert_config.json</c>: how a sentence-transformers folder prepares texts.</summary>
internal static class SentenceReader
{
    public const string LengthKey = "max_seq_length";

    public static FileReading Read(string path, SourceText text)
    {
        var keys = new KeyReader(path, text);
        int length = 0;
        bool lowercase = false;
        if (keys.RootObject() is { } root)
        {
            length = keys.Integer(root, LengthKey, 0, 1, int.MaxValue);
            lowercase = keys.Boolean(root, "do_lower_case", false);
        }

        return keys.Finish(new SentenceFile(path, keys.Findings, length == 0 ? null : length, lowercase));
    }
}
