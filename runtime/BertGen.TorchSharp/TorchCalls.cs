using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using BertGen.Checkpoints;
using BertGen.Engine.Batches;
using BertGen.Engine.Pipeline;
using BertGen.Text;
using BertGen.Torch.Batches;
using TorchSharp;

namespace BertGen.Torch;

/// <summary>The calls of a compiled class.</summary>
public static class TorchCalls
{
    /// <summary>Vectors of pieces, or of words, in memory of this process.</summary>
    /// <param name="encoder">The compiled class.</param>
    /// <param name="inputIds">Word ids, (batch, ..., pieces); 0 is padding.</param>
    /// <param name="offsets">Indices of pieces after recombination, (batch, ..., words), or <c>default</c>.</param>
    /// <param name="tokenTypeIds">Token types, (batch, ..., pieces), or <c>default</c> for zeros.</param>
    /// <param name="attentionMask">1 where a piece is there, and 0 where not, (batch, ..., pieces), or <c>default</c>, where ids tell.</param>
    /// <returns>(batch, ..., pieces or words, hidden size). Zero at padding.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit each other, or the result would be too large.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id, type or offset lies outside its range.</exception>
    /// <exception cref="ObjectDisposedException">The embedder was disposed.</exception>
    /// <exception cref="NonFiniteResultException">A vector has infinite values or NaN.</exception>
    public static Tensor<float> Forward(
        ITorchEncoder encoder,
        ReadOnlyTensorSpan<int> inputIds,
        ReadOnlyTensorSpan<int> offsets,
        ReadOnlyTensorSpan<int> tokenTypeIds,
        ReadOnlyTensorSpan<int> attentionMask = default)
    {
        Check(encoder);
        CallInput input = CallInput.Of(encoder.Model, inputIds, offsets, tokenTypeIds, attentionMask);
        Tensor<float> result = Tensor.CreateFromShape<float>(input.Shape);
        if (input.Output.Wanted.IsEmpty)
        {
            return result;
        }

        using IDisposable inference = torch.inference_mode();
        using DisposeScope scope = torch.NewDisposeScope();
        using var batch = new TorchBatch(input.Pack(), input.Output.Wanted, encoder.Words);
        using torch.Tensor vectors = Encode(encoder, batch);
        using torch.Tensor host = ToHost(vectors);
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(host.bytes);
        if (FiniteCheck.FindFirst(values) >= 0)
        {
            throw TorchTrace.Find(encoder.Model, () => Encode(encoder, batch).Dispose());
        }

        Span<float> places = GivenMemory.ValuesOf(result);
        int hidden = encoder.Model.HiddenSize;
        for (int wanted = 0; wanted < batch.WantedCount; wanted++)
        {
            ReadOnlySpan<float> vector = values.Slice(batch.ResultRows[wanted] * hidden, hidden);
            foreach (int place in input.Output.PlacesOf(wanted))
            {
                vector.CopyTo(places.Slice(place * hidden, hidden));
            }
        }

        return result;
    }

    /// <summary>Vectors of pieces, or of words, on the device. Where gradients are enabled and the class has them, they are recorded.</summary>
    /// <param name="encoder">The compiled class.</param>
    /// <param name="inputIds">Word ids, (batch, ..., pieces), of any integer type; 0 is padding.</param>
    /// <param name="offsets">Indices of pieces after recombination, (batch, ..., words), or null.</param>
    /// <param name="tokenTypeIds">Token types, (batch, ..., pieces), or null for zeros.</param>
    /// <param name="attentionMask">1 where a piece is there, and 0 where not, (batch, ..., pieces), or null, where ids tell.</param>
    /// <returns>(batch, ..., pieces or words, hidden size), in the type of the weights. Zero at padding.</returns>
    /// <remarks>
    /// What is padding is decided in this process, so ids that are on a device are copied from there first; hand them over on
    /// the CPU, and nothing waits.
    /// </remarks>
    /// <exception cref="ArgumentException">The shapes do not fit each other, or the result would be too large.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id, type, offset or the mask lies outside its range.</exception>
    /// <exception cref="ObjectDisposedException">The embedder was disposed.</exception>
    public static torch.Tensor Forward(
        ITorchEncoder encoder, torch.Tensor inputIds, torch.Tensor? offsets, torch.Tensor? tokenTypeIds, torch.Tensor? attentionMask = null)
    {
        Check(encoder);
        ArgumentNullException.ThrowIfNull(inputIds);
        CallInput input = CallInput.Of(encoder.Model, inputIds, offsets, tokenTypeIds, attentionMask);
        using DisposeScope scope = torch.NewDisposeScope();
        int hidden = encoder.Model.HiddenSize;
        long count = 1;
        foreach (nint length in input.Shape.AsSpan(0, input.Shape.Length - 1))
        {
            count *= length;
        }

        torch.Tensor places = torch.zeros([count, hidden], encoder.Words.Weight.dtype, encoder.Words.Weight.device);
        if (!input.Output.Wanted.IsEmpty)
        {
            using var batch = new TorchBatch(input.Pack(), input.Output.Wanted, encoder.Words);
            using torch.Tensor vectors = Encode(encoder, batch);
            Scatter(vectors, places, input, batch.ResultRows);
        }

        return places.view([.. input.Shape.Select(length => (long)length)]).MoveToOuterDisposeScope();
    }

    /// <summary>One vector for each text, in memory of this process. Modules that a device does not compute run on the processor, as in the managed engine.</summary>
    /// <param name="encoder">The compiled class.</param>
    /// <param name="pipeline">How it makes sentence vectors.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="call">The call.</param>
    /// <returns>A row for each text.</returns>
    /// <exception cref="ArgumentException">A text is null, or needs more positions than the model has.</exception>
    /// <exception cref="ObjectDisposedException">The embedder was disposed.</exception>
    /// <exception cref="NonFiniteResultException">A vector has infinite values or NaN.</exception>
    public static TextEmbeddings Embed(ITorchEncoder encoder, SentencePipeline pipeline, ReadOnlySpan<string> texts, SentenceCall call = default)
    {
        Check(encoder);
        ArgumentNullException.ThrowIfNull(pipeline);
        using IDisposable inference = torch.inference_mode();
        using DisposeScope scope = torch.NewDisposeScope();
        UseTensorFloat32(encoder);
        long pieceCount = 0;
        if (pipeline.IsStreamed(pipeline.PromptLengthOf(call)))
        {
            Tensor<float> pooled = new BulkEmbedding(encoder, pipeline.Streamed, normalizes: false).Run(Index, texts.ToArray());
            return pipeline.ResultOf(pipeline.Finish(pooled, call), texts, pieceCount);
        }

        int kept = pipeline.KeptOf(call);
        float[] result = new float[checked(texts.Length * kept)];
        for (int first = 0; first < texts.Length; first += SentencePipeline.PortionTexts)
        {
            ReadOnlySpan<string> portion = texts.Slice(first, Math.Min(SentencePipeline.PortionTexts, texts.Length - first));
            float[] values = EncodePieces(encoder, pipeline, portion, call, out int[] counts);
            pipeline.Finish(values, counts, pipeline.PromptLengthOf(call), call, result.AsSpan(first * kept));
            pieceCount += counts.Sum();
        }

        return pipeline.ResultOf(Tensor.Create(result, [texts.Length, kept]), texts, pieceCount);

        // From several threads at once.
        PieceBuffer Index(ReadOnlySpan<string> part)
        {
            PieceBuffer pieces = pipeline.Encode(part, call);
            Interlocked.Add(ref pieceCount, pieces.Ids.Length);
            return pieces;
        }
    }

    /// <summary>The vectors of the pieces of each text, in memory of this process.</summary>
    /// <param name="encoder">The compiled class.</param>
    /// <param name="pipeline">How it makes sentence vectors.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="call">The call.</param>
    /// <returns>A tensor a text, (pieces, width).</returns>
    /// <exception cref="ArgumentException">A text is null, or needs more positions than the model has.</exception>
    /// <exception cref="ObjectDisposedException">The embedder was disposed.</exception>
    /// <exception cref="NonFiniteResultException">A vector has infinite values or NaN.</exception>
    public static Tensor<float>[] EmbedTokens(ITorchEncoder encoder, SentencePipeline pipeline, ReadOnlySpan<string> texts, SentenceCall call = default)
    {
        Check(encoder);
        ArgumentNullException.ThrowIfNull(pipeline);
        using IDisposable inference = torch.inference_mode();
        using DisposeScope scope = torch.NewDisposeScope();
        UseTensorFloat32(encoder);
        float[] values = EncodePieces(encoder, pipeline, texts, call, out int[] counts);
        return pipeline.FinishTokens(values, counts, pipeline.PromptLengthOf(call));
    }

    /// <summary>The vectors of the pieces of each text that count, in memory of this process.</summary>
    /// <param name="encoder">The compiled class.</param>
    /// <param name="pipeline">How it makes vectors of texts.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="call">The call.</param>
    /// <returns>A tensor a text, (pieces that count, width).</returns>
    /// <exception cref="ArgumentException">A text is null, or needs more positions than the model has.</exception>
    /// <exception cref="ObjectDisposedException">The embedder was disposed.</exception>
    /// <exception cref="NonFiniteResultException">A vector has infinite values or NaN.</exception>
    public static Tensor<float>[] EmbedMultiVector(ITorchEncoder encoder, SentencePipeline pipeline, ReadOnlySpan<string> texts, SentenceCall call = default)
    {
        Check(encoder);
        ArgumentNullException.ThrowIfNull(pipeline);
        using IDisposable inference = torch.inference_mode();
        using DisposeScope scope = torch.NewDisposeScope();
        UseTensorFloat32(encoder);
        using PieceBuffer pieces = pipeline.Encode(texts, call);
        float[] values = EncodePieces(encoder, pieces, out int[] counts);
        return pipeline.FinishMultiVector(values, pieces, counts, call);
    }

    /// <summary>One vector for each text, on the device, as one batch. Where gradients are enabled and the class has them, they are recorded.</summary>
    /// <param name="encoder">The compiled class.</param>
    /// <param name="pipeline">How it makes sentence vectors: one way of pooling, and nothing behind it but scaling.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="normalize">Whether vectors are scaled to length 1.</param>
    /// <returns>(texts, hidden size) in float32.</returns>
    /// <exception cref="ArgumentException">A text is null, or needs more positions than the model has.</exception>
    /// <exception cref="ObjectDisposedException">The embedder was disposed.</exception>
    public static torch.Tensor EmbedOnDevice(ITorchEncoder encoder, SentencePipeline pipeline, ReadOnlySpan<string> texts, bool normalize)
    {
        Check(encoder);
        ArgumentNullException.ThrowIfNull(pipeline);
        using PieceBuffer pieces = pipeline.Encode(texts);
        using DisposeScope scope = torch.NewDisposeScope();
        UseTensorFloat32(encoder);
        int[] all = [.. Enumerable.Range(0, pieces.RowCount)];
        return new PooledTexts(encoder.Model, pieces, all, pipeline.Streamed, normalize).Encode(encoder).MoveToOuterDisposeScope();
    }

    /// <summary>The vectors of all pieces of texts, one after the other.</summary>
    private static float[] EncodePieces(ITorchEncoder encoder, SentencePipeline pipeline, ReadOnlySpan<string> texts, SentenceCall call, out int[] counts)
    {
        using PieceBuffer pieces = pipeline.Encode(texts, call);
        return EncodePieces(encoder, pieces, out counts);
    }

    private static float[] EncodePieces(ITorchEncoder encoder, PieceBuffer pieces, out int[] counts)
    {
        int hidden = encoder.Model.HiddenSize;
        List<int> rows = [], rowCounts = [];
        CallInput input = CallInput.Of(encoder.Model, pieces, [.. Enumerable.Range(0, pieces.RowCount)], kept =>
        {
            rows.AddRange(kept);
            rowCounts.Add(kept.Length);
        });
        counts = [.. rowCounts];
        float[] result = new float[checked(rows.Count * hidden)];
        if (rows.Count == 0)
        {
            return result;
        }

        using var batch = new TorchBatch(input.Pack(), CollectionsMarshal.AsSpan(rows), encoder.Words);
        using torch.Tensor vectors = Encode(encoder, batch);
        using torch.Tensor host = ToHost(vectors);
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(host.bytes);
        if (FiniteCheck.FindFirst(values) >= 0)
        {
            throw TorchTrace.Find(encoder.Model, () => Encode(encoder, batch).Dispose());
        }

        for (int place = 0; place < rows.Count; place++)
        {
            values.Slice(batch.ResultRows[place] * hidden, hidden).CopyTo(result.AsSpan(place * hidden));
        }

        return result;
    }

    /// <summary>The logits of a classifier for indexed texts.</summary>
    /// <param name="encoder">The compiled classifier.</param>
    /// <param name="pieces">The texts, or pairs of texts.</param>
    /// <param name="width">Number of labels.</param>
    /// <returns>(texts, labels).</returns>
    /// <exception cref="ObjectDisposedException">The embedder was disposed.</exception>
    /// <exception cref="NonFiniteResultException">A value is infinite or NaN.</exception>
    public static Tensor<float> Classify(ITorchEncoder encoder, PieceBuffer pieces, int width)
    {
        Check(encoder);
        ArgumentNullException.ThrowIfNull(pieces);
        var first = new List<int>();
        CallInput input = CallInput.Of(encoder.Model, pieces, [.. Enumerable.Range(0, pieces.RowCount)], rows => first.Add(rows[0]));
        return Classify(encoder, input, CollectionsMarshal.AsSpan(first), [pieces.RowCount, width]);
    }

    /// <summary>What a class computes for every piece of indexed texts.</summary>
    /// <param name="encoder">The compiled class, or its classifier of pieces.</param>
    /// <param name="pieces">The texts, or pairs of texts.</param>
    /// <returns>(pieces, width): those of all texts, one after the other.</returns>
    /// <exception cref="ObjectDisposedException">The embedder was disposed.</exception>
    /// <exception cref="NonFiniteResultException">A value is infinite or NaN.</exception>
    public static Tensor<float> EncodeTexts(ITorchEncoder encoder, PieceBuffer pieces)
    {
        Check(encoder);
        ArgumentNullException.ThrowIfNull(pieces);
        using IDisposable inference = torch.inference_mode();
        using DisposeScope scope = torch.NewDisposeScope();
        float[] values = EncodePieces(encoder, pieces, out _);
        return Tensor.Create(values, [values.Length / encoder.Model.HiddenSize, encoder.Model.HiddenSize]);
    }

    /// <summary>The logits of a classifier for rows of ids.</summary>
    /// <param name="encoder">The compiled classifier.</param>
    /// <param name="inputIds">Word ids, (batch, ..., pieces), no longer than a window.</param>
    /// <param name="tokenTypeIds">Token types, (batch, ..., pieces), or <c>default</c> for zeros.</param>
    /// <param name="attentionMask">1 where a piece is there, and 0 where not, or <c>default</c>, where ids tell.</param>
    /// <param name="width">Number of labels.</param>
    /// <returns>(batch, ..., labels).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit each other, a row is too long, or its first piece is padding.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id, type or the mask lies outside its range.</exception>
    /// <exception cref="ObjectDisposedException">The embedder was disposed.</exception>
    public static Tensor<float> Classify(
        ITorchEncoder encoder, ReadOnlyTensorSpan<int> inputIds, ReadOnlyTensorSpan<int> tokenTypeIds, ReadOnlyTensorSpan<int> attentionMask, int width)
    {
        Check(encoder);
        CallInput input = CallInput.OfFirstPieces(encoder.Model, inputIds, tokenTypeIds, attentionMask, width);
        return Classify(encoder, input, input.Output.Wanted, input.Shape);
    }

    /// <summary>The logits of a classifier for rows of ids, on the device. Where gradients are enabled and the class has them, they are recorded.</summary>
    /// <param name="encoder">The compiled classifier.</param>
    /// <param name="inputIds">Word ids, (batch, ..., pieces), of any integer type, no longer than a window.</param>
    /// <param name="tokenTypeIds">Token types, (batch, ..., pieces), or null for zeros.</param>
    /// <param name="attentionMask">1 where a piece is there, and 0 where not, (batch, ..., pieces), or null, where ids tell.</param>
    /// <param name="width">Number of labels.</param>
    /// <returns>(batch, ..., labels), in the type of the weights.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit each other, a row is too long, or its first piece is padding.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An id, type or the mask lies outside its range.</exception>
    /// <exception cref="ObjectDisposedException">The embedder was disposed.</exception>
    public static torch.Tensor ClassifyOnDevice(
        ITorchEncoder encoder, torch.Tensor inputIds, torch.Tensor? tokenTypeIds, torch.Tensor? attentionMask, int width)
    {
        Check(encoder);
        ArgumentNullException.ThrowIfNull(inputIds);
        CallInput input = CallInput.OfFirstPieces(encoder.Model, inputIds, tokenTypeIds, attentionMask, width);
        long[] shape = [.. input.Shape.Select(length => (long)length)];
        if (input.Output.Wanted.IsEmpty)
        {
            return torch.zeros(shape, encoder.Words.Weight.dtype, encoder.Words.Weight.device);
        }

        using DisposeScope scope = torch.NewDisposeScope();
        using var batch = new TorchBatch(input.Pack(), input.Output.Wanted, encoder.Words);
        using torch.Tensor logits = Encode(encoder, batch);
        var upload = new IndexUpload();
        upload.Add(batch.ResultRows);
        using torch.Tensor rows = upload.ToDevice(logits.device)[0];
        return logits.index_select(0, rows).view(shape).MoveToOuterDisposeScope();
    }

    private static Tensor<float> Classify(ITorchEncoder encoder, CallInput input, ReadOnlySpan<int> first, ReadOnlySpan<nint> shape)
    {
        Tensor<float> result = Tensor.CreateFromShape<float>(shape);
        if (first.IsEmpty)
        {
            return result;
        }

        using IDisposable inference = torch.inference_mode();
        using DisposeScope scope = torch.NewDisposeScope();
        using var batch = new TorchBatch(input.Pack(), first, encoder.Words);
        using torch.Tensor logits = Encode(encoder, batch);
        using torch.Tensor host = ToHost(logits);
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(host.bytes);
        if (FiniteCheck.FindFirst(values) >= 0)
        {
            throw TorchTrace.Find(encoder.Model, () => Encode(encoder, batch).Dispose());
        }

        int width = (int)shape[^1];
        Span<float> places = GivenMemory.ValuesOf(result);
        for (int text = 0; text < first.Length; text++)
        {
            values.Slice(batch.ResultRows[text] * width, width).CopyTo(places[(text * width)..]);
        }

        return result;
    }

    /// <summary>The pooler: <c>tanh(dense(first vector))</c> for every row of vectors.</summary>
    /// <param name="encoder">The embedder.</param>
    /// <param name="tokens">(batch, ..., pieces, hidden size); only the first vector of each row is read.</param>
    /// <param name="dense">The pooler's product.</param>
    /// <returns>(batch, ..., hidden size).</returns>
    /// <exception cref="ArgumentException">The shape is another, or rows have no vectors.</exception>
    /// <exception cref="ObjectDisposedException">The embedder was disposed.</exception>
    public static Tensor<float> Pool(ITorchEncoder encoder, ReadOnlyTensorSpan<float> tokens, LinearModule dense)
    {
        ArgumentNullException.ThrowIfNull(dense);
        Check(encoder);
        int hidden = (int)dense.Weight.size(0);
        if (tokens.Rank < 2 || tokens.Lengths[^1] != hidden || tokens.Lengths[^2] == 0)
        {
            throw new ArgumentException(
                $"Expected shape (batch, ..., pieces, {hidden}) with one piece or more; found {TensorText.Shape(tokens.Lengths)}.",
                nameof(tokens));
        }

        Tensor<float> result = Tensor.CreateFromShape<float>([.. tokens.Lengths[..^2], hidden]);
        if (result.FlattenedLength == 0)
        {
            return result;
        }

        ReadOnlySpan<float> values = DenseValues.Of(tokens);
        int length = (int)tokens.Lengths[^2] * hidden;
        using IDisposable inference = torch.inference_mode();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor first = HostMemory.Empty(result.FlattenedLength, torch.ScalarType.Float32, isPinned: false).view(-1, hidden);
        Span<float> firsts = MemoryMarshal.Cast<byte, float>(first.bytes);
        for (int row = 0; row < values.Length / length; row++)
        {
            values.Slice(row * length, hidden).CopyTo(firsts[(row * hidden)..]);
        }

        torch.Tensor pooled = dense.Product(first.to(dense.Weight.dtype, dense.Weight.device)).tanh_();
        torch.Tensor host = ToHost(pooled);
        MemoryMarshal.Cast<byte, float>(host.bytes).CopyTo(GivenMemory.ValuesOf(result));
        return result;
    }

    /// <summary>Copies to this process; the only wait of a call.</summary>
    internal static torch.Tensor ToHost(torch.Tensor vectors)
    {
        using torch.Tensor wide = vectors.to(torch.ScalarType.Float32);
        if (wide.device.type == DeviceType.CPU)
        {
            return wide.contiguous();
        }

        // Into pinned memory the device writes by itself, at its full rate.
        torch.Tensor host = HostMemory.Empty(wide.numel(), torch.ScalarType.Float32, isPinned: true);
        using torch.Tensor flat = wide.reshape(-1);
        return host.copy_(flat);
    }

    private static void Check(ITorchEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        if (encoder.Words.Weight.IsInvalid)
        {
            throw new ObjectDisposedException(encoder.Model.Name);
        }
    }

    private static torch.Tensor Encode(ITorchEncoder encoder, TorchBatch batch)
    {
        UseTensorFloat32(encoder);
        return encoder.Encode(batch);
    }

    // One switch for the process, read by every product that is begun.
    private static void UseTensorFloat32(ITorchEncoder encoder)
    {
        if (encoder.Words.Weight.device.type == DeviceType.CUDA)
        {
            torch.backends.cuda.matmul.allow_tf32 = encoder.Precision == BertPrecision.TensorFloat32;
        }
    }

    private static void Scatter(torch.Tensor vectors, torch.Tensor places, CallInput input, int[] resultRows)
    {
        List<int> from = [], to = [];
        for (int wanted = 0; wanted < resultRows.Length; wanted++)
        {
            foreach (int place in input.Output.PlacesOf(wanted))
            {
                from.Add(resultRows[wanted]);
                to.Add(place);
            }
        }

        var upload = new IndexUpload();
        upload.Add(CollectionsMarshal.AsSpan(from));
        upload.Add(CollectionsMarshal.AsSpan(to));
        torch.Tensor[] indices = upload.ToDevice(vectors.device);
        using torch.Tensor spread = vectors.index_select(0, indices[0]);
        places.index_copy_(0, indices[1], spread);
    }
}
