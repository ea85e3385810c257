using System.Numerics.Tensors;
using BertGen.Text;
using Xunit.Abstractions;

namespace BertGen.RealModels.Tests;

public sealed class MiniLmTests(ITestOutputHelper output) : RealModelTests<MiniLm>(output)
{
    private protected override RealModel Model => RealModel.MiniLm;

    private protected override Tensor<float> EmbedAll(string[] texts)
    {
        using MiniLm model = MiniLm.Load(Model.Folder);
        return model.Embed(texts);
    }

    private protected override PieceBuffer TokenizeAll(string[] texts)
    {
        using MiniLm model = MiniLm.Load(Model.Folder);
        return model.Tokenize(new EmbedOptions<MiniLm>(), texts);
    }
}
