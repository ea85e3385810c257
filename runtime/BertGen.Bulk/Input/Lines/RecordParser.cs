namespace BertGen.Bulk.Input.Lines;

/// <summary>How the records of a format end, and what they say. One parser reads one file.</summary>
internal abstract class RecordParser
{
    private const byte LineEnd = (byte)'\n';

    /// <summary>What a record is called in messages, with its number: the first is 1.</summary>
    public virtual string Unit => "line";

    /// <summary>Whether the first record is a header and no row.</summary>
    public virtual bool HasHeader => false;

    /// <summary>Finds the byte that ends a record.</summary>
    /// <param name="bytes">Bytes of the record that were not looked at before.</param>
    /// <param name="state">0 at the start of a record; what the parser has to know of the bytes before.</param>
    /// <returns>The index of the last byte of the record, or -1.</returns>
    public virtual int FindEnd(ReadOnlySpan<byte> bytes, ref int state) => bytes.IndexOf(LineEnd);

    /// <summary>Takes the header.</summary>
    /// <exception cref="FormatException">It is not as expected.</exception>
    public virtual void ReadHeader(ReadOnlySpan<byte> record)
    {
    }

    /// <summary>Reads a record, without the bytes that end it.</summary>
    /// <exception cref="FormatException">It is malformed.</exception>
    public abstract (string Text, string?[] Values) Parse(ReadOnlySpan<byte> record);
}
