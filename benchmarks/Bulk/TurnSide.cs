using System.Diagnostics;

namespace BertGen.Benchmarks.Bulk;

/// <summary>
/// Some processes that go on at the same time, each on its share of the processors, and stand still while another side has its turn. What they tell and when they
/// end is known by the time of their own turns.
/// </summary>
/// <param name="starts">Starts of the processes.</param>
internal sealed class TurnSide(IReadOnlyList<ProcessStartInfo> starts) : IDisposable
{
    private readonly ActiveClock _clock = new();
    private readonly List<TurnProcess> _processes = [];

    /// <summary>Whether all processes have ended.</summary>
    public bool IsDone => _processes.Count == starts.Count && _processes.TrueForAll(process => process.HasEnded);

    /// <summary>Seconds of all turns so far.</summary>
    public double Seconds => _clock.Seconds;

    /// <summary>What the processes have told, with the time of each line.</summary>
    public IReadOnlyList<TurnProcess> Processes => _processes;

    /// <summary>Starts the processes and waits until each has told a line. They then stand still, and their time begins with the next turn.</summary>
    public async Task PrepareAsync()
    {
        Start();
        await Task.WhenAll(_processes.Select(process => process.FirstLine));
        _processes.ForEach(process => process.Pause());
        _processes.ForEach(process => process.Proceed());
    }

    /// <summary>Lets the processes go on for some time, or until all have ended. The first turn starts those that were not prepared.</summary>
    public async Task TurnAsync(TimeSpan time)
    {
        _clock.Start();
        if (_processes.Count == 0)
        {
            Start();
        }
        else
        {
            _processes.ForEach(process => process.Resume());
        }

        await Task.WhenAny(Task.WhenAll(_processes.Select(process => process.Ended)), Task.Delay(time));
        _processes.ForEach(process => process.Pause());
        _clock.Stop();
    }

    public void Dispose() => _processes.ForEach(process => process.Dispose());

    private void Start() => _processes.AddRange(starts.Select(start => new TurnProcess(start, _clock)));
}
