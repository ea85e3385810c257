using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning.Gradients;

/// <summary>An operation of a backward pass.</summary>
internal abstract record GradientOp(Value Output) : Op(Output)
{
    /// <summary>The output of an operation that adds to the gradients of weights.</summary>
    protected static Value Into(string weights) => new("gradient of " + weights, "", 0, RowSpace.None);
}
