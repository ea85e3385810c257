namespace ReverseDictionary;

/// <summary>The user's cache folder as each operating system has it.</summary>
internal static class DefaultCacheFolder
{
    public const string Variable = "REVERSE_DICTIONARY_CACHE";

    /// <returns>The folder of this program, or null where the user has no home.</returns>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder)
        {
            return folder;
        }

        string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string? parent =
            OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
            : OperatingSystem.IsMacOS() ? Under(home, "Library", "Caches")
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { } cache && Path.IsPathRooted(cache) ? cache
            : Under(home, ".cache");
        return Under(parent, "reverse-dictionary");
    }

    private static string? Under(string? parent, params string[] parts) =>
        string.IsNullOrEmpty(parent) ? null : Path.Combine([parent, .. parts]);
}
