namespace BertGen.Generator.Options;

/// <summary>The values of <c>BertDevice</c> of the runtime.</summary>
internal enum Device
{
    Cuda,
    Cpu,
}
