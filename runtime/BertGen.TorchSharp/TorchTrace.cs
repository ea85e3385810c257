using System.Runtime.InteropServices;
using BertGen.Checkpoints;
using TorchSharp;

namespace BertGen.Torch;

/// <summary>
/// Finds the first operation whose result is not finite. A call checks only its result; where that is not finite, it is run once more,
/// and every operation of that thread shows its result here.
/// </summary>
internal sealed class TorchTrace
{
    [ThreadStatic]
    private static TorchTrace? _current;

    private string? _first;

    /// <summary>The error for a call whose result is not finite.</summary>
    /// <param name="model">The compiled class.</param>
    /// <param name="again">Runs the call once more.</param>
    public static NonFiniteResultException Find(BertModelInfo model, Action again)
    {
        var trace = new TorchTrace();
        _current = trace;
        try
        {
            again();
        }
        finally
        {
            _current = null;
        }

        return new NonFiniteResultException(model.Name, trace._first);
    }

    /// <summary>Looks at the result of an operation.</summary>
    /// <param name="result">The result.</param>
    /// <param name="operation">What it is, before the name of its weights.</param>
    /// <param name="weights">State-dict name of its weights; null where it has none.</param>
    /// <returns>The result.</returns>
    public static torch.Tensor Look(torch.Tensor result, string operation, string? weights)
    {
        if (_current is { _first: null } trace && !IsFinite(result))
        {
            trace._first = weights is null ? operation : $"{operation} '{weights}'";
        }

        return result;
    }

    private static bool IsFinite(torch.Tensor result)
    {
        using torch.Tensor host = TorchCalls.ToHost(result);
        return FiniteCheck.FindFirst(MemoryMarshal.Cast<byte, float>(host.bytes)) < 0;
    }
}
