namespace TrainingSamples;

/// <summary>The folder that a program writes to.</summary>
internal static class OutputFolder
{
    /// <exception cref="UserException">It cannot be created.</exception>
    public static void Create(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The folder {folder} cannot be created: {e.Message}");
        }
    }
}
