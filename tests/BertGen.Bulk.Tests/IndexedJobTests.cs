using System.Text.RegularExpressions;
using k8s;
using k8s.Models;

namespace BertGen.Bulk.Tests;

/// <summary>The manifest of an Indexed Job, <c>docs/deploy/embed-job.yaml</c>: what it says fits together, and fits the worker.</summary>
public sealed partial class IndexedJobTests
{
    private static readonly string Manifest = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "deploy", "embed-job.yaml"));

    private static readonly string[] Lines = [.. Manifest.Split('\n').Where(line => !line.TrimStart().StartsWith('#')).Select(line => line.TrimEnd())];

    [Theory]
    [InlineData("apiVersion: batch/v1")]
    [InlineData("kind: Job")]
    [InlineData("  completionMode: Indexed")]
    [InlineData("  backoffLimitPerIndex: 6")]
    [InlineData("      - action: Ignore")]
    [InlineData("          - { type: DisruptionTarget, status: \"True\" }")]
    [InlineData("      - action: FailIndex")]
    [InlineData("          containerName: worker")]
    [InlineData("        - name: worker")]
    public void AFieldStandsInItsPlace(string line) => Assert.Single(Lines, line);

    [Fact]
    public void TheManifestFitsThePublishedSchema()
    {
        V1Job job = KubernetesYaml.Deserialize<V1Job>(Manifest, strict: true);
        Assert.Equal(("batch/v1", "Job", "Indexed", 64), (job.ApiVersion, job.Kind, job.Spec.CompletionMode, job.Spec.Completions));
        Assert.Equal(["Ignore", "FailIndex"], job.Spec.PodFailurePolicy.Rules.Select(rule => rule.Action));
        Assert.Equal([1, 2], job.Spec.PodFailurePolicy.Rules[1].OnExitCodes.Values);
        V1PodSpec pod = job.Spec.Template.Spec;
        Assert.Equal("Never", pod.RestartPolicy);
        Assert.Equal(pod.Volumes.Select(volume => volume.Name), pod.Containers[0].VolumeMounts.Select(mount => mount.Name));
    }

    [Theory]
    [InlineData("backoffLimitPerIndex:", "backoffLimitPerIndexes:")]
    [InlineData("podFailurePolicy:", "podFailurePolicies:")]
    [InlineData("completions: 64", "completions: many")]
    public void AFieldThatTheSchemaDoesNotHaveIsSeen(string field, string other) =>
        Assert.ThrowsAny<Exception>(() => KubernetesYaml.Deserialize<V1Job>(Manifest.Replace(field, other, StringComparison.Ordinal), strict: true));

    [Fact]
    public void PodsThatPoliciesJudgeAreNotStartedAgainInPlace() => Assert.Single(Lines, "      restartPolicy: Never");

    [Fact]
    public void WorkersAreToldHowManyThereAre()
    {
        int completions = Number("  completions: (\\d+)"), told = Number("JOB_COMPLETIONS, value: \"(\\d+)\"");
        Assert.Equal(completions, told);
        Assert.InRange(Number("  parallelism: (\\d+)"), 1, completions);
        Assert.InRange(Number("  maxFailedIndexes: (\\d+)"), 0, completions);
        Assert.Equal(new ShardShare(7, told), ShardShare.FromEnvironment(1000, name => name switch { "JOB_COMPLETION_INDEX" => "7", "JOB_COMPLETIONS" => $"{told}", _ => null }));
    }

    [Fact]
    public async Task TheWorkerKnowsItsArguments()
    {
        string[] words = Arguments().Match(Manifest).Groups[1].Value.Split(", ");
        using var output = new StringWriter();
        using var error = new StringWriter();
        int code = await Commands.BulkProgram.InvokeAsync(new Commands.ClassModelSource<WordNetMini>(), words, output, error, CancellationToken.None);

        // The line is right; the run is not there.
        Assert.Equal(1, code);
        Assert.Contains("/data/run/run.json: expected a run that was planned", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("values: [1, 2]", Manifest, StringComparison.Ordinal);
    }

    private static int Number(string pattern) => int.Parse(Regex.Match(Manifest, pattern).Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex(@"args: \[(.*)\]")]
    private static partial Regex Arguments();
}
