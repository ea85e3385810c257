using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace BertGen.Benchmarks;

/// <summary>The command <c>micro</c>: the parts, one by one, with BenchmarkDotNet.</summary>
internal static class MicroCommand
{
    public static Command Create()
    {
        var command = new Command("micro", "Kernels, forwards, loading, tokenizer and generator, one by one; takes BenchmarkDotNet's options, such as --filter '*Kernel*'.")
        {
            TreatUnmatchedTokensAsErrors = false,
        };
        command.SetAction(arguments =>
        {
            Processors.Bind([0]);
            BenchmarkSwitcher.FromAssembly(typeof(MicroCommand).Assembly).Run([.. arguments.UnmatchedTokens], Config());
        });
        return command;
    }

    /// <summary>In this process: what is measured is this build, models compiled into it included.</summary>
    private static IConfig Config() => ManualConfig.CreateEmpty()
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddExporter(MarkdownExporter.GitHub)
        .AddLogger(ConsoleLogger.Default);
}
