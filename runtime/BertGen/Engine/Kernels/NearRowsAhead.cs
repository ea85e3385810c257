namespace BertGen.Engine.Kernels;

/// <summary>
/// Queries, keys and values that the next block of near attention reads, a part of them with each tile of scores: fetched all at once
/// they fill what the first cache has for lines under way, and the loads of the tiles wait behind them.
/// </summary>
internal unsafe struct NearRowsAhead
{
    private const int Streams = 3;

    private readonly int _parts;
    private readonly int _floatsOfPart;
    private readonly float* _queries;
    private readonly float* _keys;
    private readonly float* _values;
    private int _next;

    /// <param name="head">A head whose rows follow each other without anything between them.</param>
    /// <param name="query">The first query of the next block. What it reads may end behind the text, and a fetch never fails.</param>
    /// <param name="queries">Queries of a block.</param>
    /// <param name="floatsOfPart">What a tile fetches.</param>
    public NearRowsAhead(in AttentionHead head, int query, int queries, int floatsOfPart)
    {
        int firstKey = query + head.Ahead;
        _queries = head.Queries + (query * head.Stride);
        _keys = head.Keys + (firstKey * head.Stride);
        _values = head.Values + (firstKey * head.Stride);
        _floatsOfPart = floatsOfPart;
        _parts = queries * head.HeadSize / floatsOfPart;
    }

    /// <summary>Nothing but what is near already.</summary>
    /// <param name="near">Something of the size of a part.</param>
    public NearRowsAhead(float* near)
    {
        _queries = _keys = _values = near;
        _parts = 1;
    }

    /// <summary>What the next tile fetches; the last part again, once all were given.</summary>
    public float* Next()
    {
        (int stream, int part) = Math.DivRem(_next, _parts);
        _next = Math.Min(_next + 1, (Streams * _parts) - 1);
        float* rows = stream == 0 ? _queries : stream == 1 ? _keys : _values;
        return rows + ((nint)part * _floatsOfPart);
    }
}
