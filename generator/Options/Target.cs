namespace BertGen.Generator.Options;

/// <summary>The values of <c>BertTarget</c> of the runtime.</summary>
internal enum Target
{
    Managed,
    TorchSharp,
}
