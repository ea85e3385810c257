namespace BertGen.Tests.Torch;

/// <summary>A test that runs TorchSharp; without the library it is skipped.</summary>
internal sealed class TorchFactAttribute : FactAttribute
{
    public TorchFactAttribute()
    {
        if (!TorchLibrary.IsPresent)
        {
            Skip = "TorchSharp is here as signatures only; build with -p:UseTorchSharp=true.";
        }
    }
}
