namespace BertGen.Tool.Pipe;

/// <summary>Reads lines as bytes: of any length, in any encoding.</summary>
internal sealed class LineReader(Stream input)
{
    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    /// <summary>The next line without its end, valid until the next call; false at the end of the input.</summary>
    public bool TryRead(out ReadOnlyMemory<byte> line)
    {
        int searched = _start;
        while (true)
        {
            int length = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = _buffer.AsMemory(_start, searched + length - _start);
                _start = searched + length + 1;
                return true;
            }

            searched = _end;
            if (!Fill(ref searched))
            {
                line = _buffer.AsMemory(_start, _end - _start);
                _start = _end;
                return line.Length > 0;
            }
        }
    }

    private bool Fill(ref int searched)
    {
        if (_end == _buffer.Length)
        {
            byte[] buffer = _start > _buffer.Length / 2 ? _buffer : new byte[checked(_buffer.Length * 2)];
            _buffer.AsSpan(_start.._end).CopyTo(buffer);
            (_buffer, _start, _end, searched) = (buffer, 0, _end - _start, searched - _start);
        }

        int read = input.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }
}
