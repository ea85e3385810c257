using System.Reflection;
using System.Runtime.Loader;

namespace BertGen.Examples.Tests.Compiling;

/// <summary>Room for one compiled example; what it references are the assemblies of the test itself.</summary>
internal sealed class ExampleAssembly() : AssemblyLoadContext(isCollectible: true)
{
    private static readonly AssemblyLoadContext Tests = GetLoadContext(typeof(ExampleAssembly).Assembly)!;

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed.</returns>
    public string Run(Stream assembly)
    {
        MethodInfo entry = LoadFromStream(assembly).EntryPoint!;
        TextWriter console = Console.Out;
        using var output = new StringWriter { NewLine = "\n" };
        Console.SetOut(output);
        try
        {
            object?[] arguments = [Array.Empty<string>()];
            (entry.Invoke(null, BindingFlags.DoNotWrapExceptions, binder: null, arguments, culture: null) as Task)?.GetAwaiter().GetResult();
        }
        finally
        {
            Console.SetOut(console);
        }

        return output.ToString();
    }

    protected override Assembly? Load(AssemblyName assemblyName) => Tests.LoadFromAssemblyName(assemblyName);
}
