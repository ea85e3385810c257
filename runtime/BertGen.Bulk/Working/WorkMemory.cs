using System.Buffers;
using BertGen.Bulk.Input;

namespace BertGen.Bulk.Working;

/// <summary>
/// The large arrays of a worker, which are used again and again. The pools that all of a process shares keep some for every thread that gives one back, and any
/// thread may: these keep, of each power of two that a length is rounded to, no more than were in use at once.
/// </summary>
/// <param name="width">Values in a vector.</param>
/// <param name="portions">Portions that are there at once.</param>
/// <param name="lanes">Batches that are embedded at once.</param>
internal sealed class WorkMemory(int width, int portions, int lanes)
{
    /// <summary>The rows of portions.</summary>
    public ArrayPool<InputRow> Rows { get; } = ArrayPool<InputRow>.Create(Portion.MaxRows, portions);

    /// <summary>The vectors of portions.</summary>
    public ArrayPool<float> Vectors { get; } = ArrayPool<float>.Create(LengthOf(Portion.MaxRows, width), portions);

    /// <summary>The vectors of batches.</summary>
    public ArrayPool<float> Batches { get; } = ArrayPool<float>.Create(LengthOf(TextBatches.MaxTexts, width), lanes);

    /// <summary>The vectors of a portion as they are written, one at a time.</summary>
    public ArrayPool<byte> Encoded { get; } = ArrayPool<byte>.Create(LengthOf(Portion.MaxRows, (long)width * sizeof(float)), 1);

    private static int LengthOf(long rows, long width) => (int)Math.Min(rows * width, Array.MaxLength);
}
