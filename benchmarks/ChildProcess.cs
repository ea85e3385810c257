using System.Diagnostics;
using System.Globalization;

namespace BertGen.Benchmarks;

/// <summary>Runs this program again: peak memory and a first load are those of a new process.</summary>
internal static class ChildProcess
{
    private const string TaskSet = "/usr/bin/taskset";
    private const int MaskBits = 64;

    /// <summary>Runs a command and returns the numbers that it prints last, separated by spaces, in one line.</summary>
    public static double[] Run(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? Numbers(text) : throw new InvalidOperationException($"'{string.Join(' ', start.ArgumentList)}' ended with {process.ExitCode}.");
    }

    /// <summary>The numbers of the last line of what another process has written.</summary>
    public static double[] Numbers(string text) =>
        [.. text.TrimEnd().Split('\n')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(number => double.Parse(number, CultureInfo.InvariantCulture))];

    /// <summary>
    /// What starts a command on a share of this program's processors, which the other process has to itself: its threads go nowhere else. Where the system has no such
    /// command, the process has as many threads as its share has processors.
    /// </summary>
    /// <param name="index">The number of the share, from 0.</param>
    /// <param name="count">How many shares there are.</param>
    /// <param name="arguments">The words of the command.</param>
    public static ProcessStartInfo OnShare(int index, int count, params IEnumerable<string> arguments)
    {
        int[] processors = Processors();
        int[] share = [.. processors.Where((_, i) => i * count / processors.Length == index)];
        if (share.Length > 0 && File.Exists(TaskSet))
        {
            return new ProcessStartInfo(TaskSet, ["-c", string.Join(',', share), Environment.ProcessPath!, .. arguments]);
        }

        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments);
        start.Environment["DOTNET_PROCESSOR_COUNT"] = FormattableString.Invariant($"{Math.Max(1, share.Length)}");
        return start;
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

    /// <summary>What this process has measured, as its last line.</summary>
    public static void Answer(params IEnumerable<double> numbers) =>
        Console.WriteLine(string.Join(' ', numbers.Select(number => number.ToString("r", CultureInfo.InvariantCulture))));
}
