using BertGen.Checkpoints;

namespace BertGen.Engine;

/// <summary>
/// Finds the first operation whose result is not finite. A call checks only its result; where that is not finite, it is run once more
/// by one thread, and every operation shows its rows here.
/// </summary>
/// <param name="memory">The weights, which tell the names of tensors.</param>
internal sealed unsafe class FiniteTrace(WeightMemory memory)
{
    /// <summary>The first operation whose result is not finite.</summary>
    public string? First { get; private set; }

    /// <summary>Looks at the result of an operation.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="stride">Floats from one row to the next.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="width">Values in a row.</param>
    /// <param name="operation">What it is.</param>
    /// <param name="weights">The packed weights that it reads; null where it has none.</param>
    public void Look(float* rows, nint stride, int count, int width, string operation, float* weights)
    {
        for (int row = 0; row < count && First is null; row++)
        {
            if (FiniteCheck.FindFirst(new ReadOnlySpan<float>(rows + (row * stride), width)) >= 0)
            {
                First = weights == null ? operation : $"{operation} '{memory.NameOf(weights)}'";
            }
        }
    }
}
