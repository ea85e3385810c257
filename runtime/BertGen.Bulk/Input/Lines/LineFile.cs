using System.Globalization;
using BertGen.Bulk.Protocol;
using ZstdSharp;

namespace BertGen.Bulk.Input.Lines;

/// <summary>
/// A file of records that follow each other, such as lines. A place is a byte of the content. To a place in a compressed file leads no shorter way
/// than to decompress what lies before it.
/// </summary>
/// <param name="path">The path of the file.</param>
/// <param name="createParser">Makes a parser for a reading of the file.</param>
internal sealed class LineFile(string path, Func<RecordParser> createParser) : IInputFile
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public InputSurvey Survey(CancellationToken cancellationToken) => Guarded(() =>
    {
        using var file = new HashedStream(OpenFile());
        RecordParser parser = createParser();
        using RecordScanner scanner = Start(Compression.Decompress(path, file), parser);
        var survey = new LineSurvey();
        for (long place = scanner.Position; scanner.TryRead(out ReadOnlySpan<byte> record); place = scanner.Position)
        {
            survey.Add(place, record, scanner.IsTooLong);
            if (survey.Rows % (1 << 16) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        string hash = file.Finish();
        InputRow[] sample = [.. survey.Sample.Select(row => RowOf(parser, row.Record, row.Row, row.Row, isTooLong: false))];
        return new InputSurvey(file.Position, hash, survey.Rows, sample, survey.Places, survey.Step);
    });

    public long[] Locate(InputSurvey survey, IReadOnlyList<long> rows, CancellationToken cancellationToken) => Guarded(() =>
    {
        long[] places = new long[rows.Count];
        bool isCompressed = Compression.IsCompressed(path);
        RecordParser parser = createParser();
        RecordScanner? scanner = null;
        try
        {
            long row = 0;
            for (int i = 0; i < places.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                long known = rows[i] / survey.IndexStep;
                if (scanner is null || (!isCompressed && known * survey.IndexStep > row))
                {
                    scanner?.Dispose();
                    known = isCompressed || survey.Index.Count == 0 ? 0 : Math.Min(known, survey.Index.Count - 1);
                    (scanner, row) = (Open(survey.Index.Count == 0 ? 0 : survey.Index[(int)known], parser), known * survey.IndexStep);
                }

                while (row < rows[i] && scanner.TryRead(out _))
                {
                    row++;
                }

                places[i] = scanner.Position;
            }
        }
        finally
        {
            scanner?.Dispose();
        }

        return places;
    });

    public IEnumerable<InputRow> Read(ShardPart part, long firstNumber)
    {
        RecordParser parser = createParser();
        using RecordScanner scanner = Guarded(() =>
        {
            ReadHeader(parser);
            return Open(part.Place, parser);
        });

        // One delegate for all rows.
        long read = 0;
        Func<InputRow> next = () => scanner.TryRead(out ReadOnlySpan<byte> record)
            ? RowOf(parser, record, part.FirstRow + read, firstNumber + read, scanner.IsTooLong)
            : throw new BulkException($"{path}: expected {part.Rows} rows from row {part.FirstRow}, found {read}: the file has changed since the run was planned.");
        for (; read < part.Rows; read++)
        {
            yield return Guarded(next);
        }
    }

    private FileStream OpenFile() => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.SequentialScan);

    private RecordScanner Open(long place, RecordParser parser)
    {
        FileStream file = OpenFile();
        Stream content = Compression.Decompress(path, file);
        if (content == file)
        {
            file.Position = place;
        }
        else
        {
            Skip(content, place);
        }

        return new RecordScanner(content, parser, place);
    }

    /// <summary>The content behind a byte order mark and a header.</summary>
    private static RecordScanner Start(Stream content, RecordParser parser)
    {
        var marked = new PrefixedStream(content, ByteOrderMark.Length);
        long start = marked.Prefix.SequenceEqual(ByteOrderMark) ? marked.DropPrefix() : 0;
        var scanner = new RecordScanner(marked, parser, start);
        if (parser.HasHeader)
        {
            parser.ReadHeader(scanner.TryRead(out ReadOnlySpan<byte> header) ? header : throw new FormatException("expected a header, found an empty file"));
        }

        return scanner;
    }

    private void ReadHeader(RecordParser parser)
    {
        if (parser.HasHeader)
        {
            Start(Compression.Decompress(path, OpenFile()), parser).Dispose();
        }
    }

    private InputRow RowOf(RecordParser parser, ReadOnlySpan<byte> record, long row, long number, bool isTooLong)
    {
        var place = new RowPlace(path, parser.Unit, row);
        try
        {
            if (isTooLong)
            {
                throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"expected fewer than {RecordScanner.MaxRecord} bytes, found as many or more"));
            }

            (string text, string?[] values) = parser.Parse(record);
            return new InputRow(number, text, values, place, null);
        }
        catch (FormatException e)
        {
            return InputRow.Malformed(number, place, e.Message);
        }
    }

    private static void Skip(Stream content, long count)
    {
        byte[] buffer = new byte[1 << 16];
        while (count > 0)
        {
            int read = content.Read(buffer, 0, (int)Math.Min(buffer.Length, count));
            if (read == 0)
            {
                throw new EndOfStreamException("The content ends before the rows that are asked for.");
            }

            count -= read;
        }
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or FormatException or ZstdException)
        {
            throw new BulkException($"{path}: {e.Message}", e);
        }
    }
}
