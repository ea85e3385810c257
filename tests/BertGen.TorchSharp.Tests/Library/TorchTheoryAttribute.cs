namespace BertGen.Tests.Torch;

/// <summary>The same for tests with data.</summary>
internal sealed class TorchTheoryAttribute : TheoryAttribute
{
    public TorchTheoryAttribute()
    {
        Skip = TorchLibrary.Problem;
    }
}
