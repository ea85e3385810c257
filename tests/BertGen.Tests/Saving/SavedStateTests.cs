using BertGen.Checkpoints;
using BertGen.Checkpoints.Safetensors;
using BertGen.Files;
using BertGen.Tests.Checkpoints;
using BertGen.Tests.Compiled;
using BertGen.Training;

namespace BertGen.Tests.Saving;

/// <summary>The file of a training state, when the disk fails, when a process was killed, and when two want to write it.</summary>
public sealed class SavedStateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder.File("state.safetensors");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ADiskThatFailsLeavesTheOldFile()
    {
        Writer(1).Save(File);
        var disk = new FaultyDisk { FailingCall = 1 };
        Assert.Throws<IOException>(() => Writer(2).Save(File, disk));
        Assert.Equal(1, Value());
        Assert.Equal([File], Directory.GetFileSystemEntries(_folder.Path));

        // The name comes last: whether it lasts is not known then, and that is said.
        Assert.Throws<IOException>(() => Writer(3).Save(File, new FaultyDisk { FailingCall = 2 }));
        Assert.Equal(3, Value());
        Assert.Equal([File], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void WhatAKillHasLeftIsRemovedByWhoeverComesNext()
    {
        var parameter = new Parameter("a", [1]);
        var state = new TrainingState(new AdamW([new ParameterGroup([parameter])], new AdamWOptions()));
        foreach (Action next in new Action[] { () => state.Save(File), () => state.Load(File), () => Assert.True(state.TryLoad(File)) })
        {
            state.Save(File);
            Leave();
            next();
            Assert.Equal([File], Directory.GetFileSystemEntries(_folder.Path));
        }

        System.IO.File.Delete(File);
        Leave();
        Assert.False(state.TryLoad(File));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void WhatALivingProcessWritesIsLeftAlone()
    {
        using SavePlace place = SavePlace.Take(File);
        System.IO.File.WriteAllText(place.NewPath, "half");
        SavePlace.TryBringInOrder(File);
        Assert.True(System.IO.File.Exists(place.NewPath));
        Assert.Contains("saves to this place at the moment", Assert.Throws<IOException>(() => Writer(1).Save(File)).Message, StringComparison.Ordinal);
        Assert.True(System.IO.File.Exists(place.NewPath));
    }

    [Fact]
    public void WhatMayNotBeWrittenIsAnErrorOfTheKindThatIsDocumented()
    {
        var state = new TrainingState(new AdamW([new ParameterGroup([new Parameter("a", [1])])], new AdamWOptions()));
        Directory.CreateDirectory(_folder.File(".state.safetensors.lock"));
        Assert.StartsWith(File, Assert.Throws<IOException>(() => state.Save(File)).Message, StringComparison.Ordinal);
        Directory.CreateDirectory(_folder.File(".model.lock"));
        using EndToEnd model = EndToEnd.Load(Models.EndToEnd);
        Assert.StartsWith(_folder.File("model"), Assert.Throws<IOException>(() => model.Save(_folder.File("model"))).Message, StringComparison.Ordinal);
    }

    private static SafetensorsWriter Writer(float value)
    {
        var writer = new SafetensorsWriter();
        writer.Add("a", [1], [value]);
        return writer;
    }

    private float Value()
    {
        using Checkpoint checkpoint = Checkpoint.Open(File);
        return Values.Read(checkpoint, WeightSpec.Vector("a", 1))[0];
    }

    private void Leave()
    {
        System.IO.File.WriteAllText(_folder.File(".state.safetensors.abcdefgh.ijk.new"), "half");
        System.IO.File.WriteAllText(_folder.File(".state.safetensors.lock"), "");
    }
}
