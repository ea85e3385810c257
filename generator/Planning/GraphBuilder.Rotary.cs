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

    /// <summary>Queries, keys and values that are stored apart, side by side as one product: fewer heads of keys and values than of queries.</summary>
    /// <param name="input">The rows.</param>
    /// <param name="names">Names of the three layers.</param>
    /// <param name="queries">Values of all heads of queries.</param>
    /// <param name="keys">Values of all heads of keys, and of values.</param>
    /// <param name="hasBias">Whether they have biases.</param>
    public Value QueryKeyValue(Value input, string[] names, int queries, int keys, bool hasBias) => Dense(
        input,
        new LinearModule(FuseQueryKeyValue.Role, names.ToEquatable(), input.Width, new[] { queries, keys, keys }.ToEquatable())
        {
            Path = Path,
            Parts = ["Query", "Key", "Value"],
            HasBias = hasBias,
        });

    /// <summary>Norms of each head of queries and of keys by itself.</summary>
    /// <param name="joined">Queries, keys and values.</param>
    /// <param name="heads">Heads of queries.</param>
    /// <param name="keyHeads">Heads of keys.</param>
    /// <param name="headSize">Values in a head.</param>
    /// <param name="query">Name of the norm of queries.</param>
    /// <param name="key">Name of that of keys.</param>
    /// <param name="epsilon">What they add to the mean of the squares.</param>
    public Value HeadNorms(Value joined, int heads, int keyHeads, int headSize, string query, string key, string epsilon)
    {
        NormModule Norm(string role, string name) => new(role, name, headSize, epsilon) { Path = Path, HasBias = false, IsRms = true };
        return Add(new HeadNormOp(joined, Norm("QueryNorm", query), heads, Norm("KeyNorm", key), keyHeads, Named("headNormed", joined.Slot, joined.Width)));
    }

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
    /// <param name="keyHeads">Heads of keys and values, each for as many heads of queries in a row; 0: as many.</param>
    /// <param name="isCausal">Whether pieces attend to none behind them.</param>
    public Value Attention(Value joined, int heads, int headSize, int near = 0, int keyHeads = 0, bool isCausal = false) => Add(
        new AttentionOp([joined], heads, headSize, Named("context", "Context", heads * headSize)) { Near = near, KeyHeads = keyHeads == 0 ? heads : keyHeads, IsCausal = isCausal });

    /// <summary>The activation of one half, multiplied with the other.</summary>
    public Value Gate(Value input, Activation activation, bool second) =>
        Add(new GateOp(input, activation, second, Named("gated", "Gated", input.Width / 2)));

    /// <summary>residual + dense.</summary>
    public Value Add(Value dense, Value residual, string name) => Add(new AddOp(residual, dense, Named(name, "Hidden", dense.Width)));

    /// <summary>A norm of a head, whose tensors stand beside the encoder.</summary>
    public Value HeadNorm(Value input, string name, string role, string module, string epsilon, bool hasBias) => Add(new NormOp(
        input, new NormModule(role, module, input.Width, epsilon) { HasBias = hasBias, IsHead = true }, Named(name, input.Slot, input.Width) with { Rows = input.Rows }));
}
