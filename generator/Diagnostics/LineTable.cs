using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Diagnostics;

/// <summary>
/// Where the lines of a file begin. Line feed, carriage return and both together end one, as in editors and for the runtime; the compiler
/// would count U+2028 and others too, which are ordinary characters of JSON.
/// </summary>
internal sealed class LineTable
{
    private readonly List<int> _starts = [0];

    public LineTable(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                _starts.Add(i + 1);
            }
        }
    }

    public LinePositionSpan Of(TextSpan span) => new(Of(span.Start), Of(span.End));

    private LinePosition Of(int position)
    {
        int found = _starts.BinarySearch(position);
        int line = found >= 0 ? found : ~found - 1;
        return new LinePosition(line, position - _starts[line]);
    }
}
