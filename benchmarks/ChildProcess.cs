using System.Diagnostics;

namespace BertGen.Benchmarks;

/// <summary>Runs this program again: peak memory and a first load are those of a new process.</summary>
internal static class ChildProcess
{
    private const string TaskSet = "/usr/bin/taskset";
    private const int MaskBits = 64;

    /// <summary>Runs a command and returns the numbers that it prints, separated by spaces, in one line.</summary>
    public static double[] Run(params IEnumerable<string> arguments) => Run(new ProcessStartInfo(Environment.ProcessPath!, arguments), [.. arguments]);

    /// <summary>
    /// The same on a share of this program's processors, which the other process has to itself: its threads go nowhere else. Where the system has no such command,
    /// the process has as many threads as its share has processors.
    /// </summary>
    /// <param name="index">The number of the share, from 0.</param>
    /// <param name="count">How many shares there are.</param>
    /// <param name="arguments">The words of the command.</param>
    public static double[] RunOnShare(int index, int count, params IEnumerable<string> arguments)
    {
        int[] processors = Processors();
        int[] share = [.. processors.Where((_, i) => i * count / processors.Length == index)];
        if (share.Length > 0 && File.Exists(TaskSet))
        {
            return Run(new ProcessStartInfo(TaskSet, ["-c", string.Join(',', share), Environment.ProcessPath!, .. arguments]), [.. arguments]);
        }

        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments);
        start.Environment["DOTNET_PROCESSOR_COUNT"] = FormattableString.Invariant($"{Math.Max(1, share.Length)}");
        return Run(start, [.. arguments]);
    }

    /// <summary>The numbers of the processors that this process may use.</summary>
    private static int[] Processors()
    {
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
        {
            return [.. Enumerable.Range(0, Environment.ProcessorCount)];
        }

        using Process self = Process.GetCurrentProcess();
        long mask = self.ProcessorAffinity;
        return [.. Enumerable.Range(0, MaskBits).Where(i => (mask >> i & 1) != 0)];
    }

    private static double[] Run(ProcessStartInfo start, string[] arguments)
    {
        start.RedirectStandardOutput = true;
        using Process process = Process.Start(start)!;
        string line = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? [.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' ended with {process.ExitCode}.");
    }

    /// <summary>What the other process has measured, as its one line.</summary>
    public static void Answer(params IEnumerable<double> numbers) =>
        Console.WriteLine(string.Join(' ', numbers.Select(number => number.ToString("r", System.Globalization.CultureInfo.InvariantCulture))));
}
