using Microsoft.Win32.SafeHandles;

namespace BertGen.Files;

/// <summary>Length and time of an open file: whoever writes to it, or cuts it, changes one of them.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Written">When it was last written to.</param>
internal readonly record struct FileStamp(long Length, DateTime Written)
{
    /// <summary>More than a step of the clock that file systems take their times from.</summary>
    private static readonly TimeSpan ClockStep = TimeSpan.FromMilliseconds(20);

    /// <exception cref="IOException">The file cannot be looked at.</exception>
    public static FileStamp Of(SafeFileHandle file) => new(RandomAccess.GetLength(file), File.GetLastWriteTimeUtc(file));

    /// <summary>
    /// The stamp of a file that is about to be read. Where it was written to within the present step of the clock, waits for the
    /// next one: otherwise what is written from now on could have the same time.
    /// </summary>
    /// <exception cref="IOException">The file cannot be looked at.</exception>
    public static FileStamp BeforeReading(SafeFileHandle file)
    {
        FileStamp stamp = Of(file);
        TimeSpan age = DateTime.UtcNow - stamp.Written;
        if (age >= TimeSpan.Zero && age < ClockStep)
        {
            Thread.Sleep(ClockStep - age);
            stamp = Of(file);
        }

        return stamp;
    }
}
