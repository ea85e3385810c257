using BertGen.Bulk.Protocol;

namespace BertGen.Bulk.Clusters;

/// <summary>Writes files for a cluster beside a run.</summary>
internal static class ClusterFiles
{
    /// <param name="folder">Where they go; it is made where there is none.</param>
    /// <param name="files">Names and content.</param>
    /// <exception cref="BulkException">One cannot be written.</exception>
    public static void Write(string folder, IEnumerable<(string Name, string Text)> files)
    {
        try
        {
            Directory.CreateDirectory(folder);

            // The scheduler writes there before any worker does.
            Directory.CreateDirectory(new RunFolder(Path.GetDirectoryName(folder)!).LogsPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BulkException($"{folder}: {e.Message}", e);
        }

        foreach ((string name, string text) in files)
        {
            PublishedFile.Write(Path.Combine(folder, name), System.Text.Encoding.UTF8.GetBytes(text));
        }
    }
}
