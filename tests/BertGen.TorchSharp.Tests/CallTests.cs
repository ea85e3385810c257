using System.Numerics.Tensors;
using BertGen.Torch;
using TorchSharp;

namespace BertGen.Tests.Torch;

/// <summary>The calls of a class for TorchSharp, next to those of the same class in this process.</summary>
public sealed class CallTests
{
    private const double Tolerance = 2e-5;

    [TorchFact]
    public void TheSentenceVectorsAreThoseOfThisProcess()
    {
        using var model = WordNetTorch.Load(Data.WordNetMini);
        using var managed = WordNetManaged.Load(Data.WordNetMini);
        Assert.True(Data.Difference(Data.Values(managed.Embed(Data.Texts)), Data.Values(model.Embed(Data.Texts))) < Tolerance);
        Assert.Equal([0, WordNetTorch.HiddenSize], model.Embed().Vectors.Lengths.ToArray());
    }

    [TorchFact]
    public void TheLargestValuesAreToo()
    {
        using var model = EndToEndMax.Load(Data.EndToEnd);
        using var managed = EndToEndMaxManaged.Load(Data.EndToEnd);
        Assert.True(Data.Difference(Data.Values(managed.Embed(Data.Texts)), Data.Values(model.Embed(Data.Texts))) < Tolerance);
    }

    [TorchFact]
    public void SoAreTheFirstPiecesOfTextsInWindows()
    {
        using var model = EndToEndWindows.Load(Data.EndToEnd);
        using var managed = EndToEndWindowsManaged.Load(Data.EndToEnd);
        string[] texts = [string.Join(' ', Enumerable.Repeat("the dog", 30)), "a", "the the the"];
        Assert.True(Data.Difference(Data.Values(managed.Embed(texts)), Data.Values(model.Embed(texts))) < Tolerance);
    }

    [TorchFact]
    public void ManyTextsKeepTheirOrder()
    {
        // More than are indexed at once, and more than one batch of each portion.
        string[] texts = Data.ManyTexts(9000);
        using var model = WordNetTorch.Load(Data.WordNetMini);
        float[][] found = [.. Data.Values(model.Embed(texts)).Chunk(WordNetTorch.HiddenSize)];
        foreach (int i in (int[])[0, 1, 4095, 4096, 8191, 8192, 8999])
        {
            Assert.True(Data.Difference(Data.Values(model.Embed(texts[i])), found[i]) < Tolerance, $"text {i}");
        }
    }

    [TorchFact]
    public void ANullAmongManyTextsIsRefused()
    {
        string[] texts = Data.ManyTexts(9000);
        texts[8500] = null!;
        using var model = WordNetTorch.Load(Data.WordNetMini);
        Assert.Throws<ArgumentException>(() => model.Embed(texts));
    }

    [TorchFact]
    public void TensorsOfAnyIntegerTypeGiveTheVectorsOfSpans()
    {
        using var model = WordNetTorch.Load(Data.WordNetMini);
        BertInput<WordNetTorch> input = WordNetTorch.LoadIndexer(Data.WordNetMini).Index(Data.Texts);
        float[] expected = Data.Values(model.Forward(input));
        foreach (torch.ScalarType type in (torch.ScalarType[])[torch.ScalarType.Int32, torch.ScalarType.Int64])
        {
            using torch.Tensor ids = Tensor(input.InputIds, type);
            using torch.Tensor offsets = Tensor(input.Offsets, type);
            using torch.Tensor types = Tensor(input.TokenTypeIds, type);
            using torch.Tensor vectors = model.forward(ids, offsets, types);
            Assert.Equal(input.Offsets.Lengths.ToArray().Select(length => (long)length).Append(WordNetTorch.HiddenSize), vectors.shape);
            Assert.False(vectors.requires_grad);
            Assert.True(Data.Difference(expected, Data.Values(vectors)) < Tolerance);
        }
    }

    [TorchFact]
    public void FromEightThreadsAtOnce()
    {
        using var model = WordNetTorch.Load(Data.WordNetMini);
        float[] expected = Data.Values(model.Embed(Data.Texts));
        double[] differences = new double[8];
        Parallel.For(0, differences.Length, caller => differences[caller] = Data.Difference(expected, Data.Values(model.Embed(Data.Texts))));
        Assert.All(differences, difference => Assert.True(difference < Tolerance));
    }

    [TorchFact]
    public void ADisposedEmbedderSaysSo()
    {
        var model = WordNetTorch.Load(Data.WordNetMini);
        model.Dispose();
        Assert.Equal(nameof(WordNetTorch), Assert.Throws<ObjectDisposedException>(() => model.Embed("a")).ObjectName);
        Assert.Equal(nameof(WordNetTorch), Assert.Throws<ObjectDisposedException>(() => model.Forward(new ReadOnlyTensorSpan<int>(new int[] { 2, 3 }, [1, 2]))).ObjectName);
    }

    [TorchFact]
    public void ADisposedPoolerNamesTheClass()
    {
        var model = EndToEndTrained.Load(Data.EndToEnd);
        model.Dispose();
        float[] vectors = new float[EndToEndTrained.HiddenSize];
        var disposed = Assert.Throws<ObjectDisposedException>(() => model.Pool(new ReadOnlyTensorSpan<float>(vectors, [1, 1, vectors.Length])));
        Assert.Equal(nameof(EndToEndTrained), disposed.ObjectName);
    }

    [TorchFact]
    public void WhatIsNotHereIsTold()
    {
        var processor = Assert.Throws<TorchDeviceException>(() => WordNetTorch.Load(Data.WordNetMini, deviceIndex: 64));
        Assert.Contains("64 was asked for", processor.Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => WordNetTorch.Load(Data.WordNetMini, deviceIndex: -1));
        if (!torch.cuda.is_available())
        {
            var graphics = Assert.Throws<TorchDeviceException>(() => EndToEndOnCuda.Load(Data.EndToEnd));
            Assert.Contains("CUDA device 0 was asked for; found no CUDA device", graphics.Message);
        }
    }

    private static torch.Tensor Tensor(Tensor<int> values, torch.ScalarType type)
    {
        int[] flat = new int[values.FlattenedLength];
        values.FlattenTo(flat);
        using torch.Tensor host = torch.empty([.. values.Lengths.ToArray().Select(length => (long)length)], torch.ScalarType.Int32);
        flat.CopyTo(System.Runtime.InteropServices.MemoryMarshal.Cast<byte, int>(host.bytes));
        return host.to(type, torch.CPU);
    }
}
