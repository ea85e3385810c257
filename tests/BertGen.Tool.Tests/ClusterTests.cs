using System.Diagnostics;
using System.Reflection;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests;

/// <summary><c>tests/cluster/run.sh</c> in small: the scripts of <c>bertgen embed slurm</c> on a real Slurm.</summary>
public sealed class ClusterTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [ClusterFact]
    public async Task An_array_whose_worker_is_killed_gives_the_bytes_of_one_process()
    {
        string project = typeof(ClusterTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == "ProjectFolder").Value!;
        string script = Path.Combine(project, "..", "cluster", "run.sh");
        var start = new ProcessStartInfo("bash", [script, "--shards", "4", "--rows", "1000", "--nodes", "2", "--kills", "1", "--node-kills", "0", "--minutes", "10"])
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
        Assert.Matches(@"4 shards on 2 nodes, 1 workers and 0 nodes' daemons killed, [1-9]\d* requeues, 1000 rows: the bytes of one process", told);
    }
}
