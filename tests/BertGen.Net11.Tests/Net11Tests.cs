using System.Diagnostics;
using System.Reflection;

namespace BertGen.Net11.Tests;

/// <summary>The library on .NET 11, as a program that has that runtime beside it: it uses what the processor has, and its vectors have the bits of .NET 10's.</summary>
public sealed class Net11Tests
{
    private static readonly Lazy<Task<string[]>> Program = new(RunAsync);

    [Fact]
    public async Task ItRunsOnNet11() => Assert.Equal(".NET 11", (await Program.Value)[0]);

    [Fact]
    public async Task ItMultipliesBytesInOneInstructionWhereTheProcessorCan()
    {
        string[] lines = await Program.Value;
        Assert.Equal(lines[1] == "has AVX512-VNNI: True", lines[2] == "uses: DotVnni512");
    }

    [Fact]
    public async Task VectorsHaveTheBitsOfThisRuntime() => Assert.Equal(VectorBits.Lines(Metadata("Model")), (await Program.Value)[3..]);

    private static async Task<string[]> RunAsync()
    {
        using Process process = Process.Start(new ProcessStartInfo(Metadata("Program"), [Metadata("Model")]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, await errors);
        return (await output).Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Metadata(string key) => typeof(Net11Tests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;
}
