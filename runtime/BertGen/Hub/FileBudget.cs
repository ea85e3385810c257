namespace BertGen.Hub;

/// <summary>The time and the attempts that one file may take in all, whatever the server does.</summary>
internal sealed class FileBudget(HubSettings settings)
{
    private readonly long _start = settings.Time.GetTimestamp();
    private int _attempts;

    public bool IsTimeOver => settings.Time.GetElapsedTime(_start) > settings.MaxFileTime;

    /// <summary>Counts an attempt that failed.</summary>
    /// <param name="wait">The time until the next.</param>
    /// <returns>Why there is no next one, as the end of a sentence; null where there is.</returns>
    public string? Count(TimeSpan wait) =>
        ++_attempts >= settings.MaxAttempts ? $"after {_attempts} attempts, which is all that a file is given"
        : settings.Time.GetElapsedTime(_start) + wait > settings.MaxFileTime ? $"after {_attempts} {(_attempts == 1 ? "attempt" : "attempts")} in {TimeText}, which is all that a file is given"
        : null;

    /// <summary>The time that a file is given, in words.</summary>
    public string TimeText => settings.MaxFileTime.TotalSeconds < 120 ? $"{settings.MaxFileTime.TotalSeconds:0.###} seconds" : $"{settings.MaxFileTime.TotalMinutes:0} minutes";
}
