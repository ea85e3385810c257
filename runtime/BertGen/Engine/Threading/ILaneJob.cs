namespace BertGen.Engine.Threading;

/// <summary>Work that several threads share.</summary>
internal interface ILaneJob
{
    /// <summary>Runs one lane on a worker, gives the worker back, and then says that the lane is done.</summary>
    /// <param name="lane">Number of the lane; the caller's own is 0.</param>
    /// <param name="worker">The worker that runs it.</param>
    void RunLane(int lane, Worker worker);
}
