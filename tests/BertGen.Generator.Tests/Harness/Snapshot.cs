using System.Runtime.CompilerServices;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace BertGen.Generator.Tests.Harness;

/// <summary>
/// Compares a text with the one that was accepted, <c>Snapshots/NAME.verified.*</c>. On a difference the new text is written
/// beside it as <c>.received.</c>; with the environment variable BERTGEN_ACCEPT=1 it becomes the accepted one.
/// </summary>
internal static class Snapshot
{
    public static void Verify(string received, string extension, [CallerMemberName] string name = "")
    {
        string folder = Path.Combine(RepositoryFolder.Tests, "Snapshots");
        string verifiedPath = Path.Combine(folder, $"{name}.verified.{extension}");
        string receivedPath = Path.Combine(folder, $"{name}.received.{extension}");
        if (Environment.GetEnvironmentVariable("BERTGEN_ACCEPT") == "1")
        {
            File.WriteAllText(verifiedPath, received);
            return;
        }

        string verified = File.Exists(verifiedPath) ? File.ReadAllText(verifiedPath) : "";
        if (verified == received)
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, received);
        Assert.Fail($"{name} differs from its snapshot; set BERTGEN_ACCEPT=1 to accept {receivedPath}\n{Difference(verified, received)}");
    }

    private static string Difference(string verified, string received)
    {
        IEnumerable<string> changed = new InlineDiffBuilder(new Differ()).BuildDiffModel(verified, received).Lines
            .Where(line => line.Type != ChangeType.Unchanged)
            .Select(line => (line.Type == ChangeType.Inserted ? "+ " : "- ") + line.Text);
        return string.Join('\n', changed);
    }
}
