using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using BertGen.Engine.Kernels.Integer;
using BertGen.Net11;

// Tells what it runs on, which products of bytes it uses, and the bits of its vectors.
Console.WriteLine($".NET {Environment.Version.Major}");
Console.WriteLine($"has AVX512-VNNI: {AvxVnni.V512.IsSupported && Vector512.IsHardwareAccelerated}");
Console.WriteLine($"uses: {IntegerKernels.Best.Name}");
foreach (string line in VectorBits.Lines(args[0]))
{
    Console.WriteLine(line);
}
