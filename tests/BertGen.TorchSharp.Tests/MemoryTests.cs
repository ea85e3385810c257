using System.Numerics.Tensors;
using BertGen.Torch;
using TorchSharp;

namespace BertGen.Tests.Torch;

/// <summary>Nothing of a call is left behind, by the library's own count of tensors.</summary>
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    [TorchFact]
    public void AThousandCallsLeaveNoTensor()
    {
        using var model = EndToEndTrained.Load(Data.EndToEnd);
        int[] ids = [2, 9, 8, 3, 2, 7, 3, 0, 2, 3, 0, 0];
        int[] offsets = [1, 2, 1, 0, 1, 1];
        Call();
        long before = torch.Tensor.TotalCount;
        for (int i = 0; i < 1000; i++)
        {
            Call();
        }

        Assert.Equal(before, torch.Tensor.TotalCount);

        void Call()
        {
            model.Forward(new ReadOnlyTensorSpan<int>(ids, [3, 4]));
            model.Forward(new ReadOnlyTensorSpan<int>(ids, [3, 4]), new ReadOnlyTensorSpan<int>(offsets, [3, 2]));
            model.Embed("the dog", "a");
            model.Pool(new ReadOnlyTensorSpan<int>(ids, [3, 4]));
        }
    }

    /// <summary>A number that TorchSharp wraps itself may be released while libtorch still reads it.</summary>
    [TorchFact]
    public void NumbersOutliveTheCallsThatReadThem()
    {
        const int Times = 100_000;
        bool isOver = false;
        var collector = new Thread(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                GC.Collect(0);
                GC.WaitForPendingFinalizers();
            }
        });
        collector.Start();
        try
        {
            using torch.Tensor sum = torch.zeros(8);
            using torch.Tensor one = torch.ones(8);
            for (int i = 0; i < Times; i++)
            {
                TorchOps.Add(sum, one);
            }

            Assert.Equal(Enumerable.Repeat((float)Times, 8), Data.Values(sum));
        }
        finally
        {
            Volatile.Write(ref isOver, true);
            collector.Join();
        }
    }

    [TorchFact]
    public void ACallWithinAScopeLeavesItsResultThere()
    {
        using var model = EndToEndTrained.Load(Data.EndToEnd);
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor vectors = model.embed("the dog", "a");
        Assert.Equal(1, scope.DisposablesCount);
        Assert.Equal([2, EndToEndTrained.HiddenSize], vectors.shape);
    }

    [TorchFact]
    public void WeightsOutliveTheScopeThatTheyWereLoadedIn()
    {
        EndToEndTrained model;
        using (torch.NewDisposeScope())
        {
            model = EndToEndTrained.Load(Data.EndToEnd);
        }

        using (model)
        {
            Assert.Equal(2, model.Embed("the dog", "a").Count);
        }
    }

    [TorchFact]
    public void DisposingReleasesEveryWeight()
    {
        var model = EndToEndTrained.Load(Data.EndToEnd);
        torch.Tensor[] weights = [.. model.parameters()];
        model.Dispose();
        Assert.All(weights, weight => Assert.True(weight.IsInvalid));
    }
}

/// <summary>The count is one for the process: nothing else may run beside these tests.</summary>
[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryCollection;
