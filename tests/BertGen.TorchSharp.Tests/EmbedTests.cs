using System.Numerics.Tensors;
using TorchSharp;

namespace BertGen.Tests.Torch;

/// <summary>Embed follows the model folder, whatever Forward returns; and results that are not finite are errors.</summary>
public sealed class EmbedTests
{
    private const double Tolerance = 2e-5;

    [TorchFact]
    public void AClassWithoutOptionsEmbedsTheLastLayer()
    {
        using var managed = WordNetManaged.Load(Data.WordNetMini);
        using var plain = PlainTorch.Load(Data.WordNetMini);
        using var lower = LowerTorch.Load(Data.WordNetMini);
        float[] expected = Data.Values(managed.Embed(Data.Texts));

        Assert.True(Data.Difference(expected, Data.Values(plain.Embed(Data.Texts))) < Tolerance);
        Assert.True(Data.Difference(expected, Data.Values(lower.Embed(Data.Texts))) < Tolerance);
        using torch.Tensor onDevice = plain.embed(Data.Texts);
        Assert.True(Data.Difference(expected, Data.Values(onDevice)) < Tolerance);
    }

    [TorchFact]
    public void ForwardReturnsTheMix()
    {
        using var managed = LowerManaged.Load(Data.WordNetMini);
        using var lower = LowerTorch.Load(Data.WordNetMini);
        Tensor<int> ids = Tensor.Create([.. Enumerable.Range(5, 40)], [2, 20]);
        Assert.True(Data.Difference(Data.Values(managed.Forward(ids)), Data.Values(lower.Forward(ids))) < Tolerance);
    }

    [TorchFact]
    public void TheMixIsEmbeddedWhereThatIsAskedFor()
    {
        using var mix = MixTorch.Load(Data.WordNetMini);
        float[] before = Data.Values(mix.Embed(Data.Texts));
        mix.ScalarMix.Weights[0] = 4f;
        Assert.NotEqual(before, Data.Values(mix.Embed(Data.Texts)));
    }

    [TorchFact]
    public void AResultThatIsNotFiniteNamesTheFirstOperation()
    {
        using var model = PlainTorch.Load(Data.WordNetMini);
        using (torch.no_grad())
        {
            model.Encoder.Layer[1].Output.Dense.Bias!.fill_(float.PositiveInfinity);
        }

        const string Operation = "the sum of the residual and the product with 'encoder.layer.1.output.dense'";
        Assert.Equal(Operation, Assert.Throws<NonFiniteResultException>(() => model.Embed(Data.Texts)).Operation);
        Assert.Equal(Operation, Assert.Throws<NonFiniteResultException>(() => model.Forward(Tensor.Create([5, 6, 7, 8], [1, 4]))).Operation);
    }

    [TorchFact]
    public void NullIsNotAnEmptyListOfTexts()
    {
        using var model = PlainTorch.Load(Data.WordNetMini);
        Assert.Throws<ArgumentNullException>(() => model.Embed((string[])null!));
        Assert.Throws<ArgumentNullException>(() => model.embed((string[])null!));
    }
}
