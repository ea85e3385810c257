namespace BertGen.Tests.Torch;

/// <summary>A test that runs TorchSharp; where it cannot run, the test is skipped and says why.</summary>
internal sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute()
    {
        Skip = TorchLibrary.Problem;
    }
}
