namespace BertGen.Generator.Options;

/// <summary>What is written into a class, which decides the names of its members.</summary>
internal enum WrittenForm
{
    Managed,
    ManagedTrained,
    TorchSharp,
}
