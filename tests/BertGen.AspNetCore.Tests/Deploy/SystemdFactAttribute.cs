namespace BertGen.AspNetCore.Tests.Deploy;

/// <summary>A test that needs the checker of systemd.</summary>
internal sealed class SystemdFactAttribute : FactAttribute
{
    /// <summary>The checker.</summary>
    public const string Program = "/usr/bin/systemd-analyze";

    public SystemdFactAttribute() => Skip = File.Exists(Program) ? null : "There is no systemd-analyze here.";
}
