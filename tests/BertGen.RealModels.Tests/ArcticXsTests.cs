using System.Numerics.Tensors;
using BertGen.Text;
using Xunit.Abstractions;

namespace BertGen.RealModels.Tests;

public sealed class ArcticXsTests(ITestOutputHelper output) : RealModelTests<ArcticXs>(output)
{
    private protected override RealModel Model => RealModel.ArcticXs;

    private protected override Tensor<float> EmbedAll(string[] texts)
    {
        using ArcticXs model = ArcticXs.Load(Model.Folder);
        return model.Embed(texts);
    }

    private protected override PieceBuffer TokenizeAll(string[] texts)
    {
        using ArcticXs model = ArcticXs.Load(Model.Folder);
        return model.Tokenize(new EmbedOptions<ArcticXs>(), texts);
    }
}
