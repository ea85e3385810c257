namespace BertGen.Tool.Tests.Harness;

/// <summary>A test that starts a Slurm of its own: where there is one already, or <c>BERTGEN_CLUSTER=1</c> says that it may be installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ClusterFactAttribute : FactAttribute
{
    private static readonly string[] Programs = ["/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/sbin/munged"];

    public ClusterFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
        {
            Skip = "Slurm is started by root, on Linux.";
        }
        else if (Environment.GetEnvironmentVariable("BERTGEN_CLUSTER") != "1" && !Array.TrueForAll(Programs, File.Exists))
        {
            Skip = "There is no Slurm here: BERTGEN_CLUSTER=1 installs one from Debian's packages.";
        }
    }
}
