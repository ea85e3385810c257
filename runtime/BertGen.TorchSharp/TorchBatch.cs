using BertGen.Engine;
using BertGen.Torch.Batches;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace BertGen.Torch;

/// <summary>
/// The pieces of one call on the device, without padding, and what attention and the result need to know of them. All of it
/// is decided and sent before the first operation: none waits for the device.
/// </summary>
public sealed class TorchBatch : IDisposable
{
    private readonly torch.Tensor[] _uploaded;
    private readonly AttentionBlock[] _blocks;
    private readonly torch.ScalarType _type;
    private readonly PackedRows _packed;
    private readonly int[] _places;
    private readonly torch.Tensor? _spread;
    private readonly torch.Tensor? _own;
    private readonly torch.Tensor? _wanted;
    private readonly Dictionary<RotaryTable, (torch.Tensor Cos, torch.Tensor Sin)> _angles = [];
    private readonly Dictionary<(int Near, bool IsCausal), torch.Tensor[]> _windows = [];

    /// <param name="packed">The pieces.</param>
    /// <param name="wanted">The rows that the result needs, in the order in which they were given.</param>
    /// <param name="words">Tells device and type.</param>
    internal TorchBatch(PackedRows packed, ReadOnlySpan<int> wanted, TableModule words)
    {
        int[] places = new int[wanted.Length];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = packed.Place[wanted[i]];
        }

        bool wantsAll = places.Length == packed.Count;
        _packed = packed;
        _places = places;
        ResultRows = wantsAll ? places : [.. Enumerable.Range(0, places.Length)];
        (RowCount, WantedCount) = (packed.Count, places.Length);

        var upload = new IndexUpload();
        int ids = upload.Add(packed.Ids);
        int positions = upload.Add(packed.Positions);
        int types = upload.Add(packed.Types);
        int wantedPart = wantsAll ? -1 : upload.Add(places);
        PaddedPlaces? padded = packed.Buckets.IsPadded ? new PaddedPlaces(packed.Buckets, packed.Lengths, packed.Attended) : null;
        int spread = padded is null ? -1 : upload.Add(padded.Source);
        int own = padded is null ? -1 : upload.Add(padded.Own);
        int padding = padded is null ? -1 : upload.Add(padded.IsPadding);

        _type = words.Weight.dtype;
        _uploaded = upload.ToDevice(words.Weight.device);
        (Ids, Positions, Types) = (_uploaded[ids], _uploaded[positions], _uploaded[types]);
        _wanted = Part(wantedPart);
        (_spread, _own) = (Part(spread), Part(own));
        _blocks = MakeBlocks(packed.Buckets, Part(padding), words.Weight.dtype);

        torch.Tensor? Part(int index) => index < 0 ? null : _uploaded[index];
    }

    /// <summary>Word id of every row, [rows].</summary>
    public torch.Tensor Ids { get; }

    /// <summary>Row of the position table of every row, [rows].</summary>
    public torch.Tensor Positions { get; }

    /// <summary>Token type of every row, [rows].</summary>
    public torch.Tensor Types { get; }

    /// <summary>Number of pieces.</summary>
    public int RowCount { get; }

    /// <summary>Number of pieces whose vectors the result needs.</summary>
    public int WantedCount { get; }

    /// <summary>The row of the result that holds the vector of each wanted piece.</summary>
    internal int[] ResultRows { get; }

    /// <summary>Self-attention of all heads, each sequence by itself.</summary>
    /// <param name="queryKeyValue">Queries, keys and values side by side, [rows, (heads + 2 * key heads) * head size].</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="headSize">Width of a head.</param>
    /// <param name="dropout">Probability that a weight is dropped; 0 outside of training.</param>
    /// <param name="bias">What is added to the scores for the distance of two pieces, or null.</param>
    /// <param name="near">Pieces attend to pieces at distances below this; 0: at any.</param>
    /// <param name="causal">Whether pieces attend to none behind them.</param>
    /// <param name="keyHeads">Heads of keys and values, each for as many heads of queries in a row; 0: one for each.</param>
    /// <returns>[rows, heads * head size].</returns>
    public torch.Tensor Attention(
        torch.Tensor queryKeyValue, int heads, int headSize, double dropout = 0, DistanceBias? bias = null, int near = 0, bool causal = false, int keyHeads = 0)
    {
        torch.Tensor[]? windows = near == 0 && !causal ? null : Windows(near, causal);
        torch.Tensor spread = _spread is null ? queryKeyValue.alias() : queryKeyValue.index_select(0, _spread);
        var contexts = new torch.Tensor[_blocks.Length];
        for (int i = 0; i < contexts.Length; i++)
        {
            contexts[i] = Attention(spread, _blocks[i], bias?.OfBlock(i) ?? windows?[i] ?? _blocks[i].Mask, heads, keyHeads == 0 ? heads : keyHeads, headSize, dropout);
        }

        spread.Dispose();
        torch.Tensor context = TorchTrace.Look(torch.cat(contexts, 0), "the attention behind the last product before it", null);
        foreach (torch.Tensor part in contexts)
        {
            part.Dispose();
        }

        if (_own is null)
        {
            return context;
        }

        using (context)
        {
            return context.index_select(0, _own);
        }
    }

    /// <summary>Turns the first values of every head by the angles of its position: value i with value i + half.</summary>
    /// <param name="value">Heads side by side, [rows, ...]; what stands behind them stays as it is.</param>
    /// <param name="table">The angles.</param>
    /// <param name="heads">Heads that are turned.</param>
    /// <param name="headSize">Values in a head.</param>
    /// <returns>[rows, ...].</returns>
    public torch.Tensor Rotate(torch.Tensor value, RotaryTable table, int heads, int headSize)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (!_angles.TryGetValue(table, out (torch.Tensor Cos, torch.Tensor Sin) angles))
        {
            angles = RotaryTensors.Of(table, _packed.Columns, value.device, value.dtype);
            _angles.Add(table, angles);
        }

        return TorchTrace.Look(
            RotaryTensors.Rotate(value, angles.Cos, angles.Sin, heads, headSize, table.Size), "the rotary positions behind the last product before them", null);
    }

    /// <summary>The mean of the pieces of every sequence that a result is wanted of.</summary>
    /// <param name="rows">[rows, width].</param>
    /// <returns>[wanted rows, width].</returns>
    public torch.Tensor Mean(torch.Tensor rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var means = new List<torch.Tensor>();
        foreach (int place in _places)
        {
            (int start, int length) = _packed.SequenceAt(place);
            using torch.Tensor own = rows.narrow(0, start, length);
            means.Add(own.mean([0L], keepdim: true));
        }

        torch.Tensor result = torch.cat([.. means], 0);
        foreach (torch.Tensor mean in means)
        {
            mean.Dispose();
        }

        return TorchTrace.Look(result, "the mean of the pieces", null);
    }

    /// <summary>The sparse vector of every sequence that a result is wanted of: the largest or the sum over its pieces of log(1 + max(x, 0)).</summary>
    /// <param name="rows">[rows, width].</param>
    /// <param name="sum">Whether the values of pieces are added.</param>
    /// <param name="twice">Whether the logarithm is taken twice.</param>
    /// <returns>[wanted rows, width].</returns>
    public torch.Tensor Splade(torch.Tensor rows, bool sum = false, bool twice = false)
    {
        ArgumentNullException.ThrowIfNull(rows);
        using torch.Tensor positive = rows.relu();
        torch.Tensor weights = positive.log1p();
        if (twice)
        {
            using torch.Tensor once = weights;
            weights = once.log1p();
        }

        var vectors = new List<torch.Tensor>();
        foreach (int place in _places)
        {
            (int start, int length) = _packed.SequenceAt(place);
            using torch.Tensor own = weights.narrow(0, start, length);
            vectors.Add(sum ? own.sum([0L], keepdim: true) : own.amax([0L], keepdim: true));
        }

        weights.Dispose();
        torch.Tensor result = torch.cat([.. vectors], 0);
        foreach (torch.Tensor vector in vectors)
        {
            vector.Dispose();
        }

        return TorchTrace.Look(result, "the weights of the vocabulary", null);
    }

    /// <summary>What is added to the scores of this call's pieces for their distances.</summary>
    /// <param name="table">[buckets, heads].</param>
    /// <returns>The values; dispose them after the last layer.</returns>
    public DistanceBias Distances(TableModule table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return DistanceBias.Of(table, _packed, _blocks);
    }

    /// <summary>Keeps the rows that the result needs, in place of all.</summary>
    /// <param name="rows">[rows, width]; replaced by [wanted rows, width].</param>
    public void Narrow(ref torch.Tensor rows)
    {
        if (_wanted is not null)
        {
            using torch.Tensor all = rows;
            rows = all.index_select(0, _wanted);
        }
    }

    /// <summary>Releases what is on the device.</summary>
    public void Dispose()
    {
        foreach (torch.Tensor part in _uploaded)
        {
            part.Dispose();
        }

        foreach (AttentionBlock block in _blocks)
        {
            block.Mask?.Dispose();
        }

        foreach (torch.Tensor window in _windows.Values.SelectMany(blocks => blocks))
        {
            window.Dispose();
        }

        foreach ((torch.Tensor cos, torch.Tensor sin) in _angles.Values)
        {
            cos.Dispose();
            sin.Dispose();
        }
    }

    private torch.Tensor[] Windows(int near, bool causal)
    {
        if (!_windows.TryGetValue((near, causal), out torch.Tensor[]? windows))
        {
            windows = [.. _blocks.Select((block, index) => PieceDistances.Window(near, causal, _packed, block, _packed.Buckets.Buckets[index], _uploaded[0].device, _type))];
            _windows.Add((near, causal), windows);
        }

        return windows;
    }

    private static torch.Tensor Attention(torch.Tensor queryKeyValue, AttentionBlock block, torch.Tensor? mask, int heads, int keyHeads, int headSize, double dropout)
    {
        using torch.Tensor rows = queryKeyValue.narrow(0, block.FirstRow, block.RowCount);
        using torch.Tensor split = rows.view(block.Count, block.Length, heads + (2 * keyHeads), headSize);
        using torch.Tensor byHead = split.transpose(1, 2); // [sequences, heads, pieces, head size]
        using torch.Tensor query = byHead.narrow(1, 0, heads);
        using torch.Tensor key = Spread(byHead.narrow(1, heads, keyHeads));
        using torch.Tensor value = Spread(byHead.narrow(1, heads + keyHeads, keyHeads));
        using torch.Tensor context = functional.scaled_dot_product_attention(query, key, value, mask, dropout);
        using torch.Tensor byPiece = context.transpose(1, 2); // [sequences, pieces, heads, head size]
        return byPiece.reshape(block.RowCount, (long)heads * headSize);

        // A head of keys for every head of queries.
        torch.Tensor Spread(torch.Tensor shared)
        {
            if (keyHeads == heads)
            {
                return shared;
            }

            using (shared)
            {
                return shared.repeat_interleave(heads / keyHeads, 1);
            }
        }
    }

    private static AttentionBlock[] MakeBlocks(LengthBuckets buckets, torch.Tensor? isPadding, torch.ScalarType type)
    {
        var blocks = new AttentionBlock[buckets.Buckets.Count];
        int row = 0;
        for (int i = 0; i < blocks.Length; i++)
        {
            LengthBucket bucket = buckets.Buckets[i];
            torch.Tensor? mask = null;
            if (bucket.IsPadded)
            {
                using torch.Tensor own = isPadding!.narrow(0, row, bucket.PaddedRows);
                mask = AttentionBlock.MakeMask(own, bucket, type);
            }

            blocks[i] = new AttentionBlock(row, bucket.Count, bucket.Length, mask);
            row += bucket.PaddedRows;
        }

        return blocks;
    }
}
