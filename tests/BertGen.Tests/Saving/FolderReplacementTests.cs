using BertGen.Files;
using BertGen.Saving;
using BertGen.Tests.Checkpoints;

namespace BertGen.Tests.Saving;

/// <summary>A folder is replaced whole or not at all, whatever the disk does and wherever a process ends.</summary>
public sealed class FolderReplacementTests : IDisposable
{
    private static readonly string[] Own = ["a", "b"];

    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("deep/saved");

    public void Dispose() => _folder.Dispose();

    /// <summary>Every file, the folder of them, and the names on the way to it.</summary>
    [Fact]
    public void EverythingIsBroughtToTheDisk()
    {
        var disk = new FaultyDisk();
        Save("new", disk);
        Assert.Equal(["new", "new"], Content());
        string staging = Path.GetDirectoryName(disk.Synced[0])!;
        Assert.Equal([Path.Combine(staging, "a"), Path.Combine(staging, "b"), staging, _folder.File("deep"), _folder.Path], disk.Synced);
        AssertNothingElse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void ADiskThatFailsLeavesWhatWasThere(bool canExchange)
    {
        int calls = 0;
        do
        {
            var disk = new FaultyDisk { FailingCall = ++calls, CanExchange = canExchange };
            if (Record.Exception(() => Save("new", disk)) is not { } error)
            {
                break;
            }

            Assert.Contains("the disk has failed", Assert.IsType<IOException>(error).Message, StringComparison.Ordinal);
            Assert.False(Directory.Exists(Target));
            AssertNothingElse();
        }
        while (calls < 20);

        Assert.Equal(5, calls); // once made, "deep" is there, and its name needs no other sync
        Assert.Equal(["new", "new"], Content());
        for (int call = 1; call <= 4; call++)
        {
            Assert.Throws<IOException>(() => Save("newer", new FaultyDisk { FailingCall = call, CanExchange = canExchange }));
            Assert.Equal(["new", "new"], Content());
            AssertNothingElse();
        }

        Save("newer", new FaultyDisk { CanExchange = canExchange });
        Assert.Equal(["newer", "newer"], Content());
        AssertNothingElse();
    }

    [Fact]
    public void OfTwoWhoSaveToOnePlaceTheSecondIsTold()
    {
        Directory.CreateDirectory(_folder.File("deep"));
        using (var first = new FolderReplacement(Target, overwrite: true, Own))
        {
            var error = Assert.Throws<IOException>(() => new FolderReplacement(Target, overwrite: true, Own));
            Assert.Contains("saves to this place at the moment", error.Message, StringComparison.Ordinal);
            Assert.StartsWith(Target, error.Message, StringComparison.Ordinal);
            using var other = new FolderReplacement(_folder.File("deep/other"), overwrite: true, Own);
            first.Add("a", stream => stream.WriteByte(1));
            first.Commit();
        }

        Save("after", new FaultyDisk());
        AssertNothingElse();
    }

    [Fact]
    public void ManyWhoSaveToOnePlaceAreToldOrSucceed()
    {
        Directory.CreateDirectory(_folder.File("deep"));
        int saved = 0;
        var threads = Enumerable.Range(0, 8).Select(number => new Thread(() =>
        {
            for (int i = 0; i < 20; i++)
            {
                try
                {
                    Save($"{number}.{i}", new FaultyDisk { CanExchange = number % 2 == 0 });
                    Interlocked.Increment(ref saved);
                }
                catch (IOException e) when (e.Message.Contains("at the moment", StringComparison.Ordinal))
                {
                }
            }
        })).ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        Assert.True(saved > 0);
        string[] content = Content();
        Assert.Equal(content[0], content[1]);
        AssertNothingElse();
    }

    /// <summary>What a killed process has left goes with the next save; what others have put there stays.</summary>
    [Fact]
    public void WhatAKillHasLeftIsRemoved()
    {
        Save("old", new FaultyDisk());
        string[] foreign = [".saved.abcdefgh.ijk", ".saved.backup.new", ".saved.ABCDEFGH.ijk.new", ".saved2.abcdefgh.ijk.new", "saved.abcdefgh.ijk.new"];
        foreach (string name in foreign)
        {
            File.WriteAllText(_folder.File($"deep/{name}"), name);
        }

        Directory.CreateDirectory(_folder.File("deep/.saved.abcdefgh.ijk.new"));
        File.WriteAllText(_folder.File("deep/.saved.abcdefgh.ijk.new/a"), "half");
        Directory.CreateDirectory(_folder.File("deep/.saved.01234567.890.old"));
        File.WriteAllText(_folder.File("deep/.saved.lock"), "");

        Save("new", new FaultyDisk());

        Assert.Equal(["new", "new"], Content());
        Assert.Equal([.. foreign.Append("saved").Order(StringComparer.Ordinal)], Directory.GetFileSystemEntries(_folder.File("deep")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    /// <summary>Where folders cannot be exchanged, a process may end between two renames.</summary>
    [Fact]
    public void AFolderThatWasTakenFromItsPlaceIsPutBack()
    {
        foreach (Action repair in new Action[]
        {
            () => SavePlace.TryRepair(Target),
            () => SavePlace.TryRepair(Path.Combine(Target, "a")),
            () => Assert.Throws<IOException>(() => Save("new", new FaultyDisk { FailingCall = 1 })),
        })
        {
            Save("old", new FaultyDisk());
            Directory.Move(Target, _folder.File("deep/.saved.abcdefgh.ijk.old"));
            Directory.CreateDirectory(_folder.File("deep/.saved.abcdefgh.ijk.new"));
            File.WriteAllText(_folder.File("deep/.saved.lock"), "");
            repair();
            Assert.Equal(["old", "old"], Content());
            AssertNothingElse();
        }
    }

    [Fact]
    public void AFolderThatIsBeingExchangedIsWaitedFor()
    {
        Save("old", new FaultyDisk());
        using (var place = SavePlace.Take(Target))
        {
            Directory.Move(Target, place.OldPath);
            var saver = new Thread(() =>
            {
                Thread.Sleep(50);
                Directory.Move(place.OldPath, Target);
            });
            saver.Start();
            SavePlace.TryRepair(Target);
            Assert.Equal(["old", "old"], Content());
            saver.Join();
        }

        AssertNothingElse();
    }

    [Fact]
    public void APlaceWhoseLockCannotBeMadeIsAnError()
    {
        Directory.CreateDirectory(_folder.File("deep/.saved.lock"));
        Assert.ThrowsAny<UnauthorizedAccessException>(() => Save("new", new FaultyDisk()));
        SavePlace.TryBringInOrder(Target); // a place that may only be read is left as it is
        Assert.False(Directory.Exists(Target));
    }

    private void Save(string content, Disk disk)
    {
        using var folder = new FolderReplacement(Target, overwrite: true, Own, disk);
        foreach (string name in Own)
        {
            folder.Add(name, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(content)));
        }

        folder.Commit();
    }

    private string[] Content() => [.. Own.Select(name => File.ReadAllText(Path.Combine(Target, name)))];

    private void AssertNothingElse() =>
        Assert.Equal(Directory.Exists(Target) ? [Target] : [], Directory.GetFileSystemEntries(_folder.File("deep")));
}
