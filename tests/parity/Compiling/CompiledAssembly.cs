using System.Reflection;
using System.Runtime.Loader;

namespace BertGen.Parity.Compiling;

/// <summary>Room for one compiled assembly; what it references are the assemblies of the test itself.</summary>
internal sealed class CompiledAssembly() : AssemblyLoadContext(isCollectible: true)
{
    private static readonly AssemblyLoadContext Tests = GetLoadContext(typeof(CompiledAssembly).Assembly)!;

    protected override Assembly? Load(AssemblyName assemblyName) => Tests.LoadFromAssemblyName(assemblyName);
}
