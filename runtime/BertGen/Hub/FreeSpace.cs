namespace BertGen.Hub;

/// <summary>Compares what is to be written with the space that the disk has.</summary>
internal static class FreeSpace
{
    /// <summary>Bytes that this user may still write to the disk of a folder; null where the system does not tell.</summary>
    public static long? Of(string folder)
    {
        try
        {
            var drive = new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder);
            return drive.TotalSize > 0 ? drive.AvailableFreeSpace : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null; // Shares without a letter, and disks that are being removed.
        }
    }

    /// <exception cref="HubException">The disk has no space for it.</exception>
    public static void Check(HubSettings settings, HubFile label, string path, long needed)
    {
        string folder = Path.GetDirectoryName(path)!;
        if (needed > 0 && settings.FindFreeSpace(folder) is { } free && needed > free - settings.MinFreeSpace)
        {
            throw label.Error(
                HubFailure.Storage, $"{needed} more bytes are needed, but the disk of {folder} has {free}, of which {settings.MinFreeSpace} are left alone. Make room, or set HF_HUB_CACHE to a folder on another disk.");
        }
    }
}
