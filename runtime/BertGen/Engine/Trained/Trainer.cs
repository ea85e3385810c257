using System.ComponentModel;
using System.Numerics.Tensors;
using BertGen.Engine.Threading;
using BertGen.Text;

namespace BertGen.Engine;

/// <summary>What a compiled class holds to be trained: its trained weights, and the memory of its steps.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class Trainer
{
    private readonly ITrainedWeights[] _weights;
    private readonly WeightMemory _memory;
    private readonly long[] _versions;
    private readonly Pool<PieceBatch> _batches = new();
    private readonly Lock _refreshing = new();

    internal Trainer(ITrainedWeights[] weights, WeightMemory memory)
    {
        (_weights, _memory) = (weights, memory);
        _versions = Array.ConvertAll(weights, weight => weight.Version);
        WidestInput = weights.OfType<TrainedLinear>().Select(weight => weight.Inputs).DefaultIfEmpty().Max();
    }

    /// <summary>Inputs of the widest product that is trained.</summary>
    internal int WidestInput { get; }

    /// <summary>Lays weights whose parameters may have changed out for the kernels again; does nothing once these are released.</summary>
    public void Refresh()
    {
        if (!WeightLease.TryHold(_memory, out WeightLease lease))
        {
            return; // the call that follows says so
        }

        using (lease)
        {
            RefreshHeld();
        }
    }

    private void RefreshHeld()
    {
        lock (_refreshing)
        {
            int[] changed = [.. Enumerable.Range(0, _weights.Length).Where(i => _versions[i] != _weights[i].Version)];
            if (changed.Length > 0)
            {
                WorkLoop.Run(changed.Length, index =>
                {
                    int i = changed[index];
                    _versions[i] = _weights[i].Version;
                    _weights[i].Refresh();
                });
            }
        }
    }

    /// <summary>A batch of a step whose result is one vector per piece, or per offset.</summary>
    /// <param name="info">The model.</param>
    /// <param name="inputIds">Word ids, (batch, ..., pieces); 0 is padding.</param>
    /// <param name="offsets">Indices of pieces after recombination, (batch, ..., words), or <c>default</c>.</param>
    /// <param name="tokenTypeIds">Token types, (batch, ..., pieces), or <c>default</c> for zeros.</param>
    /// <param name="attentionMask">1 where a piece is there, and 0 where not, or <c>default</c>, where ids tell.</param>
    /// <returns>The batch; a step takes it over.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit each other, or the result would be too large.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id, type or offset lies outside its range.</exception>
    public PieceBatch Rent(
        BertModelInfo info,
        ReadOnlyTensorSpan<int> inputIds,
        ReadOnlyTensorSpan<int> offsets,
        ReadOnlyTensorSpan<int> tokenTypeIds,
        ReadOnlyTensorSpan<int> attentionMask = default) => PieceBatch.Rent(info, inputIds, offsets, tokenTypeIds, attentionMask, _batches);

    /// <summary>A batch of a step whose result is one vector per text.</summary>
    /// <param name="info">The model.</param>
    /// <param name="pieces">The texts' pieces, one row a text.</param>
    /// <param name="width">Values of a vector.</param>
    /// <param name="first">Whether it is made of the first piece, and not of all.</param>
    /// <returns>The batch; a step takes it over.</returns>
    /// <exception cref="ArgumentException">The result would be too large.</exception>
    public PieceBatch RentTexts(BertModelInfo info, PieceBuffer pieces, int width, bool first) => PieceBatch.RentTexts(info, pieces, width, first, _batches);

    /// <summary>A batch of a step on vectors that are there already, whose result is one vector per row, made of the first of each.</summary>
    /// <param name="info">The model.</param>
    /// <param name="tokens">(batch, ..., pieces, values of the model's vectors).</param>
    /// <param name="width">Values of a vector of the result.</param>
    /// <returns>The batch; a step takes it over.</returns>
    /// <exception cref="ArgumentException">The shape is another, or rows have no vectors.</exception>
    public PieceBatch RentFirst(BertModelInfo info, ReadOnlyTensorSpan<float> tokens, int width) => PieceBatch.RentFirst(info, tokens, width, _batches);

    /// <summary>A batch of a step whose result is one vector per row, which a head makes from the first piece.</summary>
    /// <param name="info">The model.</param>
    /// <param name="inputIds">Word ids, (batch, ..., pieces), no longer than a window.</param>
    /// <param name="tokenTypeIds">Token types, (batch, ..., pieces), or <c>default</c> for zeros.</param>
    /// <param name="attentionMask">1 where a piece is there, and 0 where not, or <c>default</c>, where ids tell.</param>
    /// <param name="width">Values of a vector.</param>
    /// <returns>The batch; a step takes it over.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit each other, a row is too long, or its first piece is not there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id, type or the mask lies outside its range.</exception>
    public PieceBatch RentFirst(
        BertModelInfo info, ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask, int width) =>
        PieceBatch.RentFirst(info, inputIds, tokenTypeIds, attentionMask, width, hasFirst: false, _batches);
}
