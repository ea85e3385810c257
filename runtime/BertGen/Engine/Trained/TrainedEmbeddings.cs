using System.ComponentModel;
using BertGen.Training;

namespace BertGen.Engine;

/// <summary>
/// The embedding tables where they are trained. The kernels look words up in the parameter itself; positions and token types are
/// added up again when they have changed.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class TrainedEmbeddings : ITrainedWeights
{
    private readonly PinnedFloats? _sums;

    /// <summary>The tables of a family without a table of positions.</summary>
    internal TrainedEmbeddings(Parameter words, Parameter? types)
    {
        (WordParameter, TypeParameter) = (words, types);
        Width = words.Shape[1];
        Words = new EmbeddingTable(words.ValuePointer, words.Shape[0], Width);
        Types = types is null ? default : new EmbeddingTable(types.ValuePointer, types.Shape[0], Width);
    }

    internal TrainedEmbeddings(Parameter words, Parameter positions, Parameter? types, int positionCount)
    {
        (WordParameter, PositionParameter, TypeParameter, PositionCount) = (words, positions, types, positionCount);
        Width = words.Shape[1];
        int typeCount = types?.Shape[0] ?? 1;
        _sums = new PinnedFloats(checked(typeCount * positionCount * Width));
        Words = new EmbeddingTable(words.ValuePointer, words.Shape[0], Width);
        Positions = new EmbeddingTable(_sums.Pointer, typeCount * positionCount, Width);
        ((ITrainedWeights)this).Refresh();
    }

    /// <summary>Word embeddings, [words, width].</summary>
    public EmbeddingTable Words { get; }

    /// <summary>Position embeddings with each token type added, [types * positions, width].</summary>
    public EmbeddingTable Positions { get; }

    /// <summary>Token type embeddings where there is no table of positions to add them to.</summary>
    public EmbeddingTable Types { get; }

    /// <inheritdoc/>
    long ITrainedWeights.Version => (PositionParameter?.Version ?? 0) + (TypeParameter?.Version ?? 0);

    internal Parameter WordParameter { get; }

    internal Parameter? PositionParameter { get; }

    internal Parameter? TypeParameter { get; }

    /// <summary>Positions that are used, from 0.</summary>
    internal int PositionCount { get; }

    internal int Width { get; }

    /// <inheritdoc/>
    void ITrainedWeights.Refresh()
    {
        if (PositionParameter is { } positions)
        {
            PositionTable.AddTypes(positions.Current, TypeParameter is { } types ? types.Current : new float[Width], PositionCount, Width, _sums!.Pointer);
        }
    }
}
