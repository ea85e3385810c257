using BertGen.Engine.Threading;

namespace BertGen.Tests.Engine;

public sealed class LaneBarrierTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task NoLaneIsEverAPhaseAhead()
    {
        const int Lanes = 3, Phases = 2000;
        var barrier = new LaneBarrier();
        barrier.Reset(Lanes);
        int[] phases = new int[Lanes];
        int ahead = 0;
        await Task.WhenAll(Enumerable.Range(0, Lanes).Select(lane => Task.Factory.StartNew(
            () =>
            {
                for (int phase = 1; phase <= Phases; phase++)
                {
                    Volatile.Write(ref phases[lane], phase);
                    barrier.Wait();
                    for (int other = 0; other < Lanes; other++)
                    {
                        if (Volatile.Read(ref phases[other]) < phase)
                        {
                            Interlocked.Increment(ref ahead);
                        }
                    }
                }
            },
            TaskCreationOptions.LongRunning))).WaitAsync(Patience);
        Assert.Equal(0, ahead);
    }

    [Fact]
    public async Task ABrokenBarrierLetsNobodyWaitForever()
    {
        var barrier = new LaneBarrier();
        barrier.Reset(2);
        Task waiting = Task.Factory.StartNew(barrier.Wait, TaskCreationOptions.LongRunning);
        barrier.Break();
        await Assert.ThrowsAsync<OperationCanceledException>(() => waiting.WaitAsync(Patience));
    }
}
