using System.Text;

namespace BertGen.Generator.Writing;

/// <summary>Writes lines at an indentation. Lines end with <c>\n</c> wherever the compiler runs.</summary>
internal sealed class IndentedWriter
{
    private const int Step = 4;

    private readonly StringBuilder _text = new();
    private int _indent;

    /// <summary>Writes lines; a text of several is indented as a whole.</summary>
    public void Lines(string text)
    {
        foreach (string line in text.Replace("\r\n", "\n").Split('\n'))
        {
            if (line.Length > 0)
            {
                _text.Append(' ', _indent * Step).Append(line);
            }

            _text.Append('\n');
        }
    }

    public void Blank() => _text.Append('\n');

    /// <summary>Writes a line and a block below it.</summary>
    public void Block(string head, Action body) => Block(head, "{", "}", body);

    public void Block(string head, string open, string close, Action body)
    {
        Lines(head);
        Lines(open);
        _indent++;
        body();
        _indent--;
        Lines(close);
    }

    public override string ToString() => _text.ToString();
}
