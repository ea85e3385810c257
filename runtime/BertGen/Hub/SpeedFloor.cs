namespace BertGen.Hub;

/// <summary>Notices a server that is not silent, but sends so little that the file would hardly ever arrive.</summary>
internal sealed class SpeedFloor(HubSettings settings)
{
    private long _start = settings.Time.GetTimestamp();
    private long _received;

    /// <summary>Counts bytes; the windows of time follow one another.</summary>
    /// <exception cref="TransientException">A window is over, and too few bytes came in it.</exception>
    public void Count(int bytes, string host)
    {
        _received += bytes;
        TimeSpan elapsed = settings.Time.GetElapsedTime(_start);
        if (elapsed < settings.SpeedWindow)
        {
            return;
        }

        if (_received < settings.MinBytesPerWindow)
        {
            throw new TransientException(
                HubFailure.Unreachable, $"{host} is too slow: it sent {_received} bytes in {elapsed.TotalSeconds:0.###} seconds, expected {settings.MinBytesPerWindow} in {settings.SpeedWindow.TotalSeconds:0.###}")
            {
                IsProgress = false,
            };
        }

        (_start, _received) = (settings.Time.GetTimestamp(), 0);
    }
}
