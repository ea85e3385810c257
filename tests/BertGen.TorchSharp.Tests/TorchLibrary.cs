using System.Reflection;
using TorchSharp;

namespace BertGen.Tests.Torch;

/// <summary>Whether the tests were built with TorchSharp, or with its signatures alone.</summary>
internal static class TorchLibrary
{
    /// <summary>Whether TorchSharp can run.</summary>
    public static bool IsPresent { get; } =
        typeof(torch).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().All(attribute => attribute.Key != "SignaturesOnly");
}
