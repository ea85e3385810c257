namespace BertGen.Bulk.Input.Lines;

/// <summary>A text a line. An empty line is a text, too: line and row have one number.</summary>
internal sealed class TextLineParser : RecordParser
{
    public override (string Text, string?[] Values) Parse(ReadOnlySpan<byte> record) => (Utf8.Decode(record), []);
}
