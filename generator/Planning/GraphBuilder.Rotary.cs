using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Planning.Ops;
using BertGen.Generator.Planning.Passes;

namespace BertGen.Generator.Planning;

/// <content>What rotary families build theirs with.</content>
internal sealed partial class GraphBuilder
{
    /// <summary>Products with one input that are stored apart, side by side as one.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="role">What it computes.</param>
    /// <param name="names">Names of the layers.</param>
    /// <param name="parts">What each of them computes, as parameters are called.</param>
    /// <param name="outputs">Width of each.</param>
    /// <param name="hasBias">Whether they have biases.</param>
    public Value Joined(Value input, string role, string[] names, string[] parts, int outputs, bool hasBias) => Dense(
        input, new LinearModule(role, names.ToEquatable(), input.Width, outputs) { Path = Path, Parts = parts.ToEquatable(), HasBias = hasBias });

    /// <summary>Queries, keys and values as one tensor has them.</summary>
    public Value QueryKeyValue(Value input, string name, int outputs, bool hasBias) => Dense(input, FuseQueryKeyValue.Role, name, outputs, hasBias);

    /// <summary>Turns the first heads of rows by the angles of their positions.</summary>
    public Value Rotate(Value input, RotaryRule rule, int heads, int headSize) =>
        Add(new RotateOp(input, rule, heads, headSize, Named("turned", input.Slot, input.Width)));

    /// <summary>Attention over queries, keys and values side by side.</summary>
    /// <param name="joined">Queries, keys and values.</param>
    /// <param name="heads">Heads of queries.</param>
    /// <param name="headSize">Values in a head.</param>
    /// <param name="near">Pieces attend to pieces at distances below this; 0: at any.</param>
    public Value Attention(Value joined, int heads, int headSize, int near = 0) =>
        Add(new AttentionOp([joined], heads, headSize, Named("context", "Context", heads * headSize)) { Near = near });

    /// <summary>The activation of one half, multiplied with the other.</summary>
    public Value Gate(Value input, Activation activation, bool second) =>
        Add(new GateOp(input, activation, second, Named("gated", "Gated", input.Width / 2)));

    /// <summary>residual + dense.</summary>
    public Value Add(Value dense, Value residual, string name) => Add(new AddOp(residual, dense, Named(name, "Hidden", dense.Width)));

    /// <summary>A norm of a head, whose tensors stand beside the encoder.</summary>
    public Value HeadNorm(Value input, string name, string role, string module, string epsilon, bool hasBias) => Add(new NormOp(
        input, new NormModule(role, module, input.Width, epsilon) { HasBias = hasBias, IsHead = true }, Named(name, input.Slot, input.Width) with { Rows = input.Rows }));
}
