using BertGen.Generator.Common;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration;

/// <summary>Reads the config of a pooling module.</summary>
internal static class PoolingReader
{
    public const string WidthKey = "word_embedding_dimension";
    public const string ModePrefix = "pooling_mode_";

    public static FileReading Read(string path, SourceText text)
    {
        var keys = new KeyReader(path, text);
        var modes = new List<string>();
        int? width = null;
        if (keys.RootObject() is { } root)
        {
            int read = keys.Integer(root, WidthKey, 0, 1, int.MaxValue);
            width = read == 0 ? null : read;
            foreach (string key in root.Members.Select(member => member.Name).Distinct())
            {
                if (key.StartsWith(ModePrefix, StringComparison.Ordinal) && keys.Boolean(root, key, false))
                {
                    modes.Add(key);
                }
            }
        }

        return keys.Finish(new PoolingFile(path, keys.Findings, modes.ToEquatable(), width));
    }
}
