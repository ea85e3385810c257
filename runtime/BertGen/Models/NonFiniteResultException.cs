namespace BertGen;

/// <summary>
/// The vectors of a call are infinite or no numbers, though its input was valid. Weights that are not finite do this, and so do finite
/// ones whose products overflow; the message names the first operation whose result is not finite.
/// </summary>
public sealed class NonFiniteResultException : ArithmeticException
{
    /// <summary>Reports a result that is not finite.</summary>
    /// <param name="model">The compiled class.</param>
    /// <param name="operation">The first operation whose result is not finite; null where none was found.</param>
    public NonFiniteResultException(string model, string? operation)
        : base(
            operation is null
                ? $"{model}: the result has infinite values or NaN, but every operation was finite when the call was run again: weights or the mix changed meanwhile."
                : $"{model}: the result has infinite values or NaN. The first operation whose result is not finite is {operation}; all before it are finite. Check the weights of that operation in the checkpoint.") =>
        (Model, Operation) = (model, operation);

    /// <summary>The compiled class.</summary>
    public string Model { get; }

    /// <summary>The first operation whose result is not finite, by the names of its tensors in the state dict; null where none was found.</summary>
    public string? Operation { get; }
}
