using System.IO.Compression;
using BertGen.Files;

namespace BertGen.Bulk.Input;

/// <summary>
/// The content of a gzip file, of one member or several. <see cref="GZipStream"/> takes the end of a file that was cut off for the end of its content,
/// and leaves out what it does not know behind a member: here both are errors.
/// </summary>
internal sealed class GZipContent : ReadOnlyStream
{
    private readonly Source _source;
    private readonly GZipStream _content;

    /// <param name="file">The file; it is disposed with the content.</param>
    public GZipContent(Stream file)
    {
        _source = new Source(file);
        _content = new GZipStream(_source, CompressionMode.Decompress);
    }

    public override int Read(Span<byte> buffer)
    {
        int read = _content.Read(buffer);
        return read > 0 || buffer.IsEmpty || _source.HasEnded
            ? read
            : throw new InvalidDataException("expected the end of the file behind what is compressed, found other bytes");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _content.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>The bytes of the file, and one more that begins no member: after a whole member it is left over; in one that is cut off it is read, and the next one is asked for.</summary>
    private sealed class Source(Stream file) : ReadOnlyStream
    {
        private bool _isEmpty = true;

        /// <summary>Whether all bytes of the file were read.</summary>
        public bool HasEnded { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            if (buffer.IsEmpty)
            {
                return 0;
            }

            if (!HasEnded && file.Read(buffer) is > 0 and var read)
            {
                _isEmpty = false;
                return read;
            }

            if (HasEnded || _isEmpty)
            {
                throw new InvalidDataException("the compressed content is cut off: the file ends before it");
            }

            HasEnded = true;
            buffer[0] = 0;
            return 1;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                file.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
