using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using BertGen.Checkpoints;
using BertGen.Engine.Batches;
using BertGen.Text;
using BertGen.Torch.Batches;
using TorchSharp;

namespace BertGen.Torch;

/// <summary>
/// Embeds any number of texts without letting the device wait: other threads index the texts ahead, texts of similar length
/// share batches of many pieces, and vectors stay on the device until there are many of them to copy.
/// </summary>
/// <param name="encoder">The compiled class.</param>
/// <param name="pooling">How the vectors of a text become one.</param>
/// <param name="normalizes">Whether vectors are scaled to length 1.</param>
internal sealed class BulkEmbedding(ITorchEncoder encoder, BertPooling pooling, bool normalizes)
{
    /// <summary>Texts that are indexed, and sorted by length, together.</summary>
    private const int PortionTexts = 4096;

    /// <summary>Portions that other threads index ahead.</summary>
    private const int PortionsAhead = 3;

    /// <summary>Pieces of a batch: enough to fill a large device, little enough for the memory of a small one.</summary>
    private const int BatchPieces = 1 << 14;

    /// <summary>Vectors that are left on the device before they are copied.</summary>
    private const int VectorsKept = 1 << 16;

    private readonly List<torch.Tensor> _vectors = [];
    private readonly List<int> _texts = [];

    /// <summary>Indexes texts; called from several threads.</summary>
    /// <param name="texts">The texts.</param>
    public delegate PieceBuffer Indexing(ReadOnlySpan<string> texts);

    /// <summary>Embeds texts.</summary>
    /// <returns>(texts, hidden size).</returns>
    public Tensor<float> Run(Indexing index, string[] texts)
    {
        Tensor<float> result = Tensor.CreateFromShape<float>([texts.Length, encoder.Model.HiddenSize]);
        if (texts.Length <= PortionTexts)
        {
            using PieceBuffer pieces = index(texts);
            Encode(pieces, 0, result);
        }
        else
        {
            RunPortions(index, texts, result);
        }

        CopyVectors(result);
        CheckFinite(index, texts, result);
        return result;
    }

    private void CheckFinite(Indexing index, string[] texts, Tensor<float> result)
    {
        ReadOnlySpan<float> values = GivenMemory.ValuesOf(result);
        if (FiniteCheck.FindFirst(values) is >= 0 and var place)
        {
            string text = texts[place / encoder.Model.HiddenSize];
            throw TorchTrace.Find(encoder.Model, () =>
            {
                using PieceBuffer pieces = index([text]);
                new PooledTexts(encoder.Model, pieces, [0], pooling, normalizes).Encode(encoder).Dispose();
            });
        }
    }

    private void RunPortions(Indexing index, string[] texts, Tensor<float> result)
    {
        var ahead = new Queue<(int First, Task<PieceBuffer> Pieces)>();
        int next = 0;
        try
        {
            while (next < texts.Length || ahead.Count > 0)
            {
                while (next < texts.Length && ahead.Count <= PortionsAhead)
                {
                    int first = next;
                    int count = Math.Min(PortionTexts, texts.Length - first);
                    ahead.Enqueue((first, Task.Run(() => index(texts.AsSpan(first, count)))));
                    next += count;
                }

                (int start, Task<PieceBuffer> task) = ahead.Dequeue();
                using PieceBuffer pieces = task.GetAwaiter().GetResult();
                Encode(pieces, start, result);
            }
        }
        finally
        {
            // After a failure: what is indexed still goes back to its pool.
            foreach ((_, Task<PieceBuffer> task) in ahead)
            {
                task.ContinueWith(
                    static done => done.Result.Dispose(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            }
        }
    }

    private void Encode(PieceBuffer pieces, int firstText, Tensor<float> result)
    {
        int[] lengths = new int[pieces.RowCount];
        for (int text = 0; text < lengths.Length; text++)
        {
            lengths[text] = pieces.RowEnds[text] - (text == 0 ? 0 : pieces.RowEnds[text - 1]);
        }

        int[] order = [.. Enumerable.Range(0, lengths.Length)];
        Array.Sort(lengths, order);
        for (int start = 0; start < order.Length;)
        {
            int end = start, count = 0;
            do
            {
                count += lengths[end++];
            }
            while (end < order.Length && count + lengths[end] <= BatchPieces);

            ReadOnlySpan<int> texts = order.AsSpan(start..end);
            _vectors.Add(new PooledTexts(encoder.Model, pieces, texts, pooling, normalizes).Encode(encoder));
            foreach (int text in texts)
            {
                _texts.Add(firstText + text);
            }

            start = end;
            if (_texts.Count >= VectorsKept)
            {
                CopyVectors(result);
            }
        }
    }

    private void CopyVectors(Tensor<float> result)
    {
        if (_texts.Count == 0)
        {
            return;
        }

        using torch.Tensor all = torch.cat(_vectors, 0);
        using torch.Tensor host = TorchCalls.ToHost(all);
        int hidden = encoder.Model.HiddenSize;
        ReadOnlySpan<float> vectors = MemoryMarshal.Cast<byte, float>(host.bytes);
        Span<float> places = GivenMemory.ValuesOf(result);
        for (int i = 0; i < _texts.Count; i++)
        {
            vectors.Slice(i * hidden, hidden).CopyTo(places.Slice(_texts[i] * hidden, hidden));
        }

        _vectors.ForEach(vector => vector.Dispose());
        _vectors.Clear();
        _texts.Clear();
    }
}
