using System.Buffers;

namespace BertGen.Engine.Pipeline;

/// <summary>
/// Where vectors lie until the modules of a call with a destination have made its vectors of them: at the destination where they are as long as these, else in
/// rented memory. A call without a destination has neither: what it encodes may be its result.
/// </summary>
internal readonly struct VectorRoom : IDisposable
{
    private readonly float[]? _rented;

    /// <param name="call">The call.</param>
    /// <param name="rows">Most vectors.</param>
    /// <param name="width">Values of each.</param>
    /// <param name="areResults">Whether there is one for each text, as long as those of the call.</param>
    public VectorRoom(SentenceCall call, int rows, int width, bool areResults)
    {
        if (call.Destination.IsEmpty || areResults)
        {
            Memory = call.Destination;
            return;
        }

        _rented = ArrayPool<float>.Shared.Rent(checked(rows * width));
        Memory = _rented;
    }

    /// <summary>The memory; empty where there is none.</summary>
    public Memory<float> Memory { get; }

    public void Dispose()
    {
        if (_rented is not null)
        {
            ArrayPool<float>.Shared.Return(_rented);
        }
    }
}
