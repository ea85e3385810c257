using System.Diagnostics;
using System.Reflection;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests;

/// <summary><c>tests/cluster/run.sh</c> in small: the scripts of <c>bertgen embed slurm</c> on a real Slurm.</summary>
public sealed class ClusterTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [ClusterFact]
    public async Task An_array_whose_workers_are_killed_and_whose_node_is_lost_gives_the_bytes_of_one_process()
    {
        string project = typeof(ClusterTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ProjectFolder").Value!;
        string script = Path.Combine(project, "..", "cluster", "run.sh");
        var start = new ProcessStartInfo("bash", [script, "--shards", "64", "--tasks", "16", "--rows", "2560", "--nodes", "2", "--kills", "3", "--node-kills", "1", "--minutes", "10"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["BERTGEN_TOOL"] = Path.Combine(AppContext.BaseDirectory, "BertGen.Tool.dll");
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string told = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        output.WriteLine(told);
        Assert.True(process.ExitCode == 0, await errors);
        Assert.Matches(@"64 shards on 2 nodes, 3 workers killed and 1 nodes lost, \d+ requeues, [1-9]\d* of them by lost nodes, 2560 rows: the bytes of one process", told);
    }
}
