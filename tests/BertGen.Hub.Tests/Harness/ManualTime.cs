namespace BertGen.Hub.Tests.Harness;

/// <summary>A clock that goes on when a test says so, and by a step whenever it is looked at.</summary>
internal sealed class ManualTime(TimeSpan step = default) : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Add(ref _ticks, step.Ticks);

    public void Advance(TimeSpan time) => Interlocked.Add(ref _ticks, time.Ticks);
}
