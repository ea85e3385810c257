using System.Diagnostics;
using BertGen.Bulk.Input;
using BertGen.Bulk.Output;
using BertGen.Bulk.Working;

namespace BertGen.Bulk.Costs;

/// <summary>What it takes to write rows.</summary>
/// <param name="Bytes">Bytes of a row.</param>
/// <param name="Seconds">Seconds of one processor for a row.</param>
internal readonly record struct WritingCost(double Bytes, double Seconds)
{
    /// <summary>Writes rows that are embedded to memory.</summary>
    /// <param name="portion">The rows.</param>
    /// <param name="output">How vectors are written.</param>
    /// <param name="input">Which columns are carried.</param>
    /// <param name="dimensions">Values in a vector.</param>
    /// <exception cref="BulkException">A component is larger than the type of the vectors can hold.</exception>
    public static WritingCost Of(Portion portion, OutputSettings output, InputSettings input, int dimensions)
    {
        if (portion.Rows.Count == 0)
        {
            return default;
        }

        var encoder = new VectorEncoder(output, dimensions);
        IVectorFormat format = VectorFormats.Of(output.Format, encoder, input.Columns);

        // What a file has without rows is no part of a row. And the first writing of a process takes longer than those that follow.
        (long head, _) = Write(format, encoder, portion, isEmpty: true);
        Write(format, encoder, portion, isEmpty: false);
        (long bytes, double seconds) = Write(format, encoder, portion, isEmpty: false);
        return new WritingCost((bytes - head) / (double)portion.Rows.Count, seconds / portion.Rows.Count);
    }

    private static (long Bytes, double Seconds) Write(IVectorFormat format, VectorEncoder encoder, Portion portion, bool isEmpty)
    {
        MemoryStream[] streams = [.. format.Extensions.Select(_ => new MemoryStream())];
        using var hashes = new RowHashes();
        long start = Stopwatch.GetTimestamp();
        using IVectorWriter writer = format.Create(streams, isEmpty ? 0 : portion.Rows.Count);
        if (!isEmpty)
        {
            byte[] vectors = new byte[portion.Rows.Count * encoder.Length];
            encoder.Encode(portion.Vectors, portion.Rows.Count, vectors, i => portion.Rows[i].Place.ToString());
            for (int i = 0; i < portion.Rows.Count; i++)
            {
                hashes.Add(portion.Rows[i].Number, portion.Texts[i], portion.Rows[i].Values, vectors.AsSpan(i * encoder.Length, encoder.Length));
            }

            writer.Write(new RowBlock([.. portion.Rows.Select(row => row.Number)], [.. portion.Rows.Select(row => row.Values)], vectors));
        }

        writer.Complete();
        return (streams.Sum(stream => stream.Length), Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}
