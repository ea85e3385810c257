namespace BertGen.Tool.Embedding;

/// <summary>
/// A file that is there whole, or not at all: until it is complete it has another name, and what is not completed is removed. A link stays one, and
/// gets its file replaced; a device is written to as it is.
/// </summary>
internal sealed class OutputFile : IDisposable
{
    private const string PartialEnd = ".incomplete";

    private static readonly string[] DeviceFolders = ["/dev/", "/proc/"];

    private readonly string _name;
    private readonly bool _isDevice;
    private bool _isComplete;

    private OutputFile(string name)
    {
        _isDevice = IsDevice(name);
        _name = _isDevice || !File.Exists(name) ? name : File.ResolveLinkTarget(name, returnFinalTarget: true)?.FullName ?? name;
        Stream = _isDevice ? File.OpenWrite(_name) : File.Create(_name + PartialEnd);
    }

    /// <summary>Where the content goes.</summary>
    public Stream Stream { get; }

    /// <exception cref="UserException">It cannot be created.</exception>
    public static OutputFile Create(string name) => Guarded(name, () => new OutputFile(name));

    /// <summary>Gives it its name.</summary>
    /// <exception cref="UserException">The rest cannot be written, or the name is taken by something else than a file.</exception>
    public void Complete() => _isComplete = Guarded(_name, () =>
    {
        Stream.Dispose();
        if (!_isDevice)
        {
            File.Move(_name + PartialEnd, _name, overwrite: true);
        }

        return true;
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        Stream.Dispose();
        if (!_isComplete && !_isDevice)
        {
            File.Delete(_name + PartialEnd);
        }
    }

    private static bool IsDevice(string name) =>
        !OperatingSystem.IsWindows() && Array.Exists(DeviceFolders, folder => Path.GetFullPath(name).StartsWith(folder, StringComparison.Ordinal));

    private static T Guarded<T>(string name, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{name}: {e.Message}", e);
        }
    }
}
