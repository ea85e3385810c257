namespace TorchSharp;

/// <summary>What every member here is: not there.</summary>
internal static class Missing
{
    public static NotSupportedException Library => new(
        "This build has the signatures of TorchSharp and not the library: build with -p:UseTorchSharp=true.");
}
