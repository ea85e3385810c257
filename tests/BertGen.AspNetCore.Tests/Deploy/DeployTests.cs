using System.Diagnostics;
using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using BertGen.AspNetCore.Tests.Harness;

namespace BertGen.AspNetCore.Tests.Deploy;

/// <summary>The image of the template, <c>docs/deploy/kubernetes.yaml</c> and <c>docs/deploy/bertgen.service</c>: what they say fits the server, and each other.</summary>
public sealed partial class DeployTests(AllModels models) : IClassFixture<AllModels>
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "deploy");
    private static readonly string Manifest = File.ReadAllText(Path.Combine(Folder, "kubernetes.yaml"));
    private static readonly string Unit = File.ReadAllText(Path.Combine(Folder, "bertgen.service"));

    [Fact]
    public async Task TheImageHasNoShellAndItsUserIsNotRoot()
    {
        // No registry is asked: what the SDK would take as the base, and write into the image, is evaluated.
        JsonElement image = JsonDocument.Parse(await RunAsync(
            "dotnet", "msbuild", Path.Combine(Folder, "BertGenService.csproj"), "-t:ComputeContainerConfig", "-p:RuntimeIdentifier=linux-x64", "-getProperty:ContainerBaseImage", "-getProperty:ContainerUser")).RootElement.GetProperty("Properties");
        Assert.EndsWith("/dotnet/aspnet:10.0-noble-chiseled", image.GetProperty("ContainerBaseImage").GetString(), StringComparison.Ordinal);
        string user = image.GetProperty("ContainerUser").GetString()!;
        Assert.True(int.Parse(user, System.Globalization.CultureInfo.InvariantCulture) > 0);
        Assert.Equal(user, ValueOf(Manifest, "runAsUser"));
    }

    [Fact]
    public void ThePodMayDoNothingThatTheServerDoesNotNeed()
    {
        Assert.Equal("true", ValueOf(Manifest, "runAsNonRoot"));
        Assert.Equal("true", ValueOf(Manifest, "readOnlyRootFilesystem"));
        Assert.Equal("false", ValueOf(Manifest, "allowPrivilegeEscalation"));
        Assert.Contains("drop: [ALL]", Manifest, StringComparison.Ordinal);
        Assert.Contains("limits: { cpu:", Manifest, StringComparison.Ordinal);
    }

    [Fact]
    public void WhoStopsTheServerWaitsLongerThanItDrains()
    {
        double drain = new BertServerOptions().DrainTimeout.TotalSeconds;
        Assert.True(double.Parse(ValueOf(Manifest, "terminationGracePeriodSeconds"), System.Globalization.CultureInfo.InvariantCulture) > drain);
        Assert.True(double.Parse(ValueOf(Unit, "TimeoutStopSec"), System.Globalization.CultureInfo.InvariantCulture) > drain);
    }

    [Fact]
    public async Task ProbesAskRoutesThatThereAre()
    {
        string[] paths = [.. ProbePath().Matches(Manifest).Select(match => match.Groups[1].Value)];
        Assert.Equal(["/health", "/health", "/health/live"], paths);
        foreach (string path in paths.Append(ValueOf(Manifest, "prometheus.io/path")))
        {
            Assert.Equal(HttpStatusCode.OK, (await models.Host.Client.GetAsync(path[1..])).StatusCode);
        }
    }

    [SystemdFact]
    public async Task TheUnitIsOneForSystemd()
    {
        // The tool is not installed where tests run.
        string unit = Path.Combine(Directory.CreateTempSubdirectory("bertgen-unit-").FullName, "bertgen.service");
        await File.WriteAllTextAsync(unit, Unit.Replace("/usr/local/bin/bertgen ", "/usr/bin/env bertgen ", StringComparison.Ordinal));
        Assert.Equal("", await RunAsync(SystemdFactAttribute.Program, "verify", unit));
        Directory.Delete(Path.GetDirectoryName(unit)!, recursive: true);
    }

    private static string ValueOf(string text, string key) =>
        Regex.Match(text, $@"^\s*{Regex.Escape(key)}\s*[:=]\s*(\S+)", RegexOptions.Multiline) is { Success: true } match ? match.Groups[1].Value : throw new InvalidOperationException($"There is no {key}.");

    // Both streams: what a checker complains of is on the second.
    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = Folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        string text = await output + await error;
        Assert.True(process.ExitCode == 0, text);
        return text;
    }

    [GeneratedRegex(@"httpGet: \{ path: (\S+),")]
    private static partial Regex ProbePath();
}
