using BertGen.Files;
using Microsoft.Win32.SafeHandles;

namespace BertGen.Tests.Saving;

/// <summary>A disk that fails when it is asked to keep what was written.</summary>
internal sealed class FaultyDisk : Disk
{
    /// <summary>Whether two folders can be exchanged in one step.</summary>
    public bool CanExchange { get; init; } = true;

    /// <summary>The number of the call that fails, from 1; 0: none.</summary>
    public int FailingCall { get; set; }

    /// <summary>What was synced, in order.</summary>
    public List<string> Synced { get; } = [];

    public override void Sync(SafeFileHandle file, string path)
    {
        Fail(path);
        base.Sync(file, path);
    }

    public override void SyncFolder(string folder)
    {
        Fail(folder);
        base.SyncFolder(folder);
    }

    public override bool TryExchange(string first, string second) => CanExchange && base.TryExchange(first, second);

    private void Fail(string path)
    {
        Synced.Add(path);
        if (Synced.Count == FailingCall)
        {
            throw new IOException($"{path}: the disk has failed.");
        }
    }
}
