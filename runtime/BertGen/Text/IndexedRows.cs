namespace BertGen.Text;

/// <summary>Indexed texts before they are padded to tensors: one row a text in each of the three.</summary>
internal sealed class IndexedRows : IDisposable
{
    /// <summary>Piece ids with start and end pieces, all windows of a text in one row.</summary>
    public RaggedBuffer<int> InputIds { get; } = new();

    /// <summary>Token type of each of these pieces.</summary>
    public RaggedBuffer<int> TokenTypeIds { get; } = new();

    /// <summary>Per word, the place of its first or last piece in the text's recombined pieces.</summary>
    public RaggedBuffer<int> Offsets { get; } = new();

    /// <summary>Gives the arrays back.</summary>
    public void Dispose()
    {
        InputIds.Dispose();
        TokenTypeIds.Dispose();
        Offsets.Dispose();
    }
}
