using System.Diagnostics;

namespace BertGen.Benchmarks;

/// <summary>Runs this program again: peak memory and a first load are those of a new process.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a command and returns the numbers that it prints, separated by spaces, in one line.</summary>
    public static double[] Run(params IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true };
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
