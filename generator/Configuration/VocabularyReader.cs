using BertGen.Generator.Common;
using BertGen.Generator.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration;

/// <summary>
/// Reads of a vocabulary only what is checked: one pass over the characters, nothing kept of the tens of thousands of lines.
/// </summary>
internal static class VocabularyReader
{
    private const string PadToken = "[PAD]";
    private static readonly char[] LineEnds = ['\n', '\r'];
    private static readonly string[] RequiredTokens = ["[UNK]", "[CLS]", "[SEP]"];

    public static FileReading Read(string path, SourceText source)
    {
        string text = source.ToString();
        var missing = new List<string>(RequiredTokens);
        int padTokenId = -1;
        Position pad = At(path, PadToken, 0, default);
        int count = 0;
        for (int start = 0; start < text.Length; count++)
        {
            int end = text.IndexOfAny(LineEnds, start);
            end = end < 0 ? text.Length : end;
            if (text[start] is '[' or ' ' or '\t')
            {
                string token = text.Substring(start, end - start).Trim();
                missing.Remove(token);
                if (token == PadToken)
                {
                    padTokenId = count;
                    pad = At(path, PadToken, count, new TextSpan(start, token.Length));
                }
            }

            bool isPair = end + 1 < text.Length && text[end] == '\r' && text[end + 1] == '\n';
            start = end + (isPair ? 2 : 1);
        }

        EquatableArray<Position> positions = [At(path, "", 0, default), pad];
        return new FileReading(new VocabularyFile(path, [], count, missing.ToEquatable(), padTokenId), positions);
    }

    // The line is known here; the text would have to count all its lines once more.
    private static Position At(string path, string token, int line, TextSpan span)
    {
        var lines = new LinePositionSpan(new LinePosition(line, 0), new LinePosition(line, span.Length));
        return new Position(Place.Key(path, token), path, span, lines);
    }
}
