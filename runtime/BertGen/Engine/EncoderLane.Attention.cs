using BertGen.Engine.Kernels;

namespace BertGen.Engine;

/// <content>Attention and its gradient: heads of sequences, dealt out to the lanes in turn.</content>
public sealed unsafe partial class EncoderLane
{
    /// <summary>Queries that are one piece of work: enough that what they see beside them is little, few enough that the lanes end together.</summary>
    internal const int NearQueries = 512;

    /// <summary>
    /// Attention of every piece to the pieces of its own sequence: softmax(Q K^T / sqrt(head size)) V, head by head.
    /// After <see cref="Narrow(Slot)"/>, of the wanted pieces to all pieces of their sequences.
    /// </summary>
    /// <param name="queryKeyValue">Queries, keys and values side by side, or head by head, [rows before narrowing, (heads + 2 * key heads) * head size].</param>
    /// <param name="context">Result, [rows, heads * head size].</param>
    /// <param name="headCount">Number of heads.</param>
    /// <param name="headSize">Values in a head.</param>
    /// <param name="dropout">How often a value of the softmax is dropped in a training step.</param>
    /// <param name="site">The place of the dropout.</param>
    /// <param name="bias">What is added to the scores for the distance of two pieces, or null.</param>
    /// <param name="near">Pieces attend to pieces at distances below this; 0: at any.</param>
    /// <param name="causal">Whether pieces attend to none behind them.</param>
    /// <param name="keyHeads">Heads of keys and values, each for as many heads of queries in a row; 0: one for each.</param>
    public void Attention(
        Slot queryKeyValue, Slot context, int headCount, int headSize, float dropout = 0f, int site = 0, DistanceBias? bias = null, int near = 0, bool causal = false, int keyHeads = 0)
    {
        var call = new AttentionCall(headCount, headSize, keyHeads == 0 ? headCount : keyHeads, near, causal, new DropoutMask(_run.DropoutKey, site, dropout), bias);
        float* scratch = _scratch.Ensure(AttentionScratch.Most(_run.Rows.LongestSequence, headSize));
        for (int sequence = 0; sequence < _group.EndSequence - _group.FirstSequence; sequence++)
        {
            Attend(sequence, queryKeyValue, context, call, scratch);
        }

        Finish(context, "the attention behind the last product before it", null);
    }

    /// <summary>The gradient of queries, keys and values, for all rows of the group; operations from here on work on all rows.</summary>
    /// <param name="queryKeyValue">Queries, keys and values side by side, [rows before narrowing, (heads + 2 * key heads) * head size].</param>
    /// <param name="context">The result of the attention, [rows, heads * head size].</param>
    /// <param name="contextGradient">Its gradient.</param>
    /// <param name="result">Where the gradient of queries, keys and values goes.</param>
    /// <param name="headCount">Number of heads.</param>
    /// <param name="headSize">Values in a head.</param>
    /// <param name="dropout">How often a value of the softmax was dropped.</param>
    /// <param name="site">The place of the dropout.</param>
    /// <param name="bias">What was added to the scores for the distance of two pieces, or null; its gradient is added to where it is trained.</param>
    /// <param name="near">Pieces attended to pieces at distances below this; 0: at any.</param>
    /// <param name="causal">Whether pieces attended to none behind them.</param>
    /// <param name="keyHeads">Heads of keys and values; 0: one for each head of queries.</param>
    public void AttentionGradient(
        Slot queryKeyValue,
        Slot context,
        Slot contextGradient,
        Slot result,
        int headCount,
        int headSize,
        float dropout = 0f,
        int site = 0,
        DistanceBias? bias = null,
        int near = 0,
        bool causal = false,
        int keyHeads = 0)
    {
        var call = new AttentionCall(headCount, headSize, keyHeads == 0 ? headCount : keyHeads, near, causal, new DropoutMask(_run.DropoutKey, site, dropout), bias);
        DistanceBias? trained = bias?.Trained is null ? null : bias;
        int floats = AttentionGradientScratch.Most(_run.Rows.LongestSequence, headSize, near, causal);
        float* scratch = _scratch.Ensure(floats + (trained?.Stride ?? 0));
        int sequences = _group.EndSequence - _group.FirstSequence;

        // The sums of a trained bias run in the order of the sequences, so a lane then has all that are of its heads; heads with the same keys add to one gradient.
        int perStep = trained is null ? 1 : sequences;
        int count = call.KeyHeads * (trained is null ? sequences : 1);
        for (int step = _share; step < count; step += _lanes)
        {
            for (int i = 0; i < perStep; i++)
            {
                (int sequence, int keyHead) = trained is null ? Math.DivRem(step, call.KeyHeads) : (i, step);
                for (int member = 0; member < call.GroupSize; member++)
                {
                    Gradient(GetHeadTask((sequence * headCount) + (keyHead * call.GroupSize) + member, headCount), adds: member > 0);
                }
            }
        }

        WorkOnAll();
        Synchronize();

        void Gradient(HeadTask task, bool adds)
        {
            float* row = PieceRow(result, task.FirstRow - _group.FirstRow);
            if (task.WantedCount == 0)
            {
                ClearHead(row, result.Stride, task, call);
                return;
            }

            float* distances = trained is null ? null : scratch + floats;
            if (trained is not null)
            {
                new Span<float>(distances, trained.Stride).Clear();
            }

            _gradients.AttendGradient(
                Head(task, queryKeyValue, context, call),
                new AttentionHeadGradient
                {
                    Context = Row(contextGradient, task.FirstResult) + (task.Head * headSize),
                    ContextStride = contextGradient.Stride,
                    Queries = row + call.Query(task.Head),
                    Keys = row + call.Key(task.Head),
                    Values = row + call.Value(task.Head),
                    Stride = result.Stride,
                    AddsToKeys = adds,
                    Bias = trained is null ? null : distances + trained.Reach,
                },
                scratch);
            trained?.AddGradient(task.Head, distances, MathF.Sqrt(headSize));
        }
    }

    /// <summary>The heads of a sequence that are this lane's: dealt out over all sequences of the group.</summary>
    private void Attend(int sequence, Slot queryKeyValue, Slot context, AttentionCall call, float* scratch)
    {
        int first = sequence * call.HeadCount;
        HeadTask any = GetHeadTask(first, call.HeadCount);
        if (any.WantedCount == 0)
        {
            return;
        }

        if (Head(any, queryKeyValue, context, call).IsNear)
        {
            AttendNear(any, first, queryKeyValue, context, call, scratch);
            return;
        }

        for (int head = 0; head < call.HeadCount; head++)
        {
            if ((first + head) % _lanes == _share)
            {
                _kernels.Attend(Head(any with { Head = head }, queryKeyValue, context, call), scratch);
            }
        }
    }

    /// <summary>Some queries at a time of all heads: where a row has all heads, what one of them fetches is near for the next.</summary>
    private void AttendNear(HeadTask task, int turn, Slot queryKeyValue, Slot context, AttentionCall call, float* scratch)
    {
        for (int start = 0; start < task.WantedCount; start += NearQueries)
        {
            var queries = new IndexRange(start, Math.Min(start + NearQueries, task.WantedCount));
            for (int head = 0; head < call.HeadCount; head++, turn++)
            {
                if (turn % _lanes == _share)
                {
                    _kernels.AttendNear(Head(task with { Head = head }, queryKeyValue, context, call), queries, scratch);
                }
            }
        }
    }

    private HeadTask GetHeadTask(int index, int headCount)
    {
        (int sequence, int head) = Math.DivRem(index, headCount);
        int start = _run.Rows.SequenceStart(_group.FirstSequence + sequence);
        int end = _run.Rows.SequenceEnd(_group.FirstSequence + sequence);
        int firstWanted = _narrowed ? _run.Output.WantedBefore(start) : start;
        int wantedCount = _narrowed ? _run.Output.WantedBefore(end) - firstWanted : end - start;
        int attended = _run.Rows.AttendedEnd(_group.FirstSequence + sequence) - start;
        return new HeadTask(head, start, end - start, attended, firstWanted, wantedCount, firstWanted - (_narrowed ? _group.FirstWanted : _group.FirstRow));
    }

    private AttentionHead Head(HeadTask task, Slot queryKeyValue, Slot context, AttentionCall call)
    {
        float* row = PieceRow(queryKeyValue, task.FirstRow - _group.FirstRow);
        ColumnPlanes planes = Planes(queryKeyValue);
        ReadOnlySpan<int> columns = call.Bias is null && call.Near == 0 ? default : _run.Rows.Columns.Slice(task.FirstRow, task.Length);
        return new AttentionHead
        {
            Near = call.Near,
            IsCausal = call.IsCausal,
            Bias = call.Bias is null ? null : call.Bias.OfHead(task.Head),
            BiasReach = call.Bias?.Reach ?? 0,
            Columns = columns.Length > 0 && task.AttendedCount == task.Length && columns[^1] - columns[0] == task.Length - 1 ? default : columns,
            Queries = row + planes.Offset(call.Query(task.Head)),
            Keys = row + planes.Offset(call.Key(task.Head)),
            Values = row + planes.Offset(call.Value(task.Head)),
            Stride = queryKeyValue.Stride,
            Length = task.AttendedCount,
            HeadSize = call.HeadSize,
            FirstPiece = task.FirstRow,
            Wanted = _narrowed ? _run.Output.Wanted.Slice(task.FirstWanted, task.WantedCount) : default,
            WantedCount = task.WantedCount,
            Context = Row(context, task.FirstResult) + (task.Head * call.HeadSize),
            ContextStride = context.Stride,
            Dropout = call.Dropout,
            FirstDropoutRow = ((long)task.FirstWanted * call.HeadCount) + task.Head,
            DropoutRowStep = call.HeadCount,
        };
    }

    private static void ClearHead(float* row, nint stride, HeadTask task, AttentionCall call)
    {
        for (int piece = 0; piece < task.Length; piece++, row += stride)
        {
            new Span<float>(row + call.Query(task.Head), call.HeadSize).Clear();
            new Span<float>(row + call.Key(task.Head), call.HeadSize).Clear();
            new Span<float>(row + call.Value(task.Head), call.HeadSize).Clear();
        }
    }

    /// <summary>What all heads of a call have in common, and where they stand in a row.</summary>
    private readonly record struct AttentionCall(int HeadCount, int HeadSize, int KeyHeads, int Near, bool IsCausal, DropoutMask Dropout, DistanceBias? Bias)
    {
        /// <summary>Heads of queries that have the same keys and values.</summary>
        public int GroupSize => HeadCount / KeyHeads;

        public int Query(int head) => head * HeadSize;

        public int Key(int head) => (HeadCount + (head / GroupSize)) * HeadSize;

        public int Value(int head) => (HeadCount + KeyHeads + (head / GroupSize)) * HeadSize;
    }

    /// <summary>One head of one sequence.</summary>
    /// <param name="Head">The head.</param>
    /// <param name="FirstRow">First row of the sequence in the batch.</param>
    /// <param name="Length">Rows of the sequence.</param>
    /// <param name="AttendedCount">How many of them, from the first, are attended to.</param>
    /// <param name="FirstWanted">First row that a result is wanted of: in the batch, or among its wanted rows after narrowing.</param>
    /// <param name="WantedCount">Rows that a result is wanted of.</param>
    /// <param name="FirstResult">Row of the group, or of its wanted rows, that the first result goes to.</param>
    private readonly record struct HeadTask(int Head, int FirstRow, int Length, int AttendedCount, int FirstWanted, int WantedCount, int FirstResult);
}
