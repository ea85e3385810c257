using System.Runtime.ExceptionServices;

namespace BertGen.Checkpoints;

/// <summary>A loop whose rounds run on all processors. An error of a round is the loop's, as it was thrown.</summary>
internal static class ParallelLoop
{
    public static void Run(int count, Action<int> round)
    {
        if (count == 1)
        {
            round(0);
            return;
        }

        try
        {
            Parallel.For(0, count, round);
        }
        catch (AggregateException errors)
        {
            ExceptionDispatchInfo.Throw(errors.InnerExceptions[0]);
        }
    }
}
