using System.Security;
using System.Text.Json;

namespace BertGen.Package.Tests.Harness;

/// <summary>
/// The packed packages in a folder feed, and around it a temporary folder for projects that know nothing of this repository.
/// Packed once for all tests.
/// </summary>
public sealed class PackedBertGen : IAsyncLifetime
{
    private const string Main = "runtime/BertGen/BertGen.csproj";

    private static readonly string[] Projects =
    [
        Main,
        "runtime/BertGen.TorchSharp/BertGen.TorchSharp.csproj",
        "runtime/BertGen.MLTokenizers/BertGen.MLTokenizers.csproj",
        "runtime/BertGen.Extensions.AI/BertGen.Extensions.AI.csproj",
        "runtime/BertGen.AspNetCore/BertGen.AspNetCore.csproj",
        "runtime/BertGen.Bulk/BertGen.Bulk.csproj",
        "tools/bertgen/BertGen.Tool.csproj",
        "tools/templates/BertGen.Templates.csproj",
    ];

    // No version that was ever published or cached: what is restored is what was packed here.
    private readonly string _version = $"0.0.1-test.{Environment.ProcessId}.{DateTime.UtcNow.Ticks}";
    private readonly string _root = Directory.CreateTempSubdirectory("bertgen-package-").FullName;

    internal string Package => PackageOf("BertGen");

    internal string Symbols => SymbolsOf("BertGen");

    private string Feed => Path.Combine(_root, "feed");

    private string Packages => Path.Combine(_root, "packages");

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        WriteSurroundings();
        await PackAsync(WriteFilter(), "first", Feed);
    }

    /// <inheritdoc/>
    public Task DisposeAsync()
    {
        Directory.Delete(_root, recursive: true);
        return Task.CompletedTask;
    }

    internal string PackageOf(string id) => Path.Combine(Feed, $"{id}.{_version}.nupkg");

    internal string SymbolsOf(string id) => Path.Combine(Feed, $"{id}.{_version}.snupkg");

    /// <summary>Packs BertGen once more, from scratch and with intermediate files elsewhere.</summary>
    /// <returns>The package.</returns>
    internal async Task<string> PackAgainAsync()
    {
        string feed = Folder("again");
        await PackAsync(Path.Combine(TestBuild.Repository, Main), "second", feed);
        return Path.Combine(feed, Path.GetFileName(Package));
    }

    /// <summary>Copies consumers into a new folder, so that one can reference another.</summary>
    /// <returns>The folder.</returns>
    internal string Place(params string[] consumers)
    {
        string folder = Folder(Path.GetRandomFileName());
        foreach (string consumer in consumers)
        {
            CopyFolder(Path.Combine(TestBuild.Consumers, consumer), Path.Combine(folder, consumer));
        }

        return folder;
    }

    /// <summary>Builds a consumer with the package.</summary>
    /// <param name="project">The folder of the project.</param>
    /// <param name="options">Further arguments of the build.</param>
    internal Task<CommandResult> BuildAsync(string project, params string[] options) => BuildAsync(project, "build", options);

    /// <summary>Publishes a consumer.</summary>
    /// <param name="project">The folder of the project.</param>
    /// <param name="options">Further arguments.</param>
    /// <returns>What the build told, and the folder of the published program.</returns>
    internal async Task<(CommandResult Result, string Folder)> PublishAsync(string project, params string[] options)
    {
        string folder = Folder(Path.GetRandomFileName());
        return (await BuildAsync(project, "publish", [.. options, "-o", folder]), folder);
    }

    /// <summary>Builds a consumer with other variables in the environment.</summary>
    /// <param name="project">The folder of the project.</param>
    /// <param name="environment">The variables.</param>
    /// <param name="options">Further arguments of the build.</param>
    internal Task<CommandResult> BuildAsync(string project, IReadOnlyDictionary<string, string> environment, params string[] options) =>
        BuildAsync(project, "build", options, environment);

    /// <summary>Runs a consumer that was built; its working folder is another than the project's.</summary>
    /// <param name="project">The folder of the project, named as its program.</param>
    /// <param name="arguments">Arguments of the program.</param>
    internal Task<CommandResult> RunAsync(string project, params string[] arguments) => DotNetAsync(
        Folder("elsewhere"), ["exec", Path.Combine(project, "bin", "Release", "net10.0", $"{Path.GetFileName(project)}.dll"), .. arguments]);

    /// <summary>Runs a consumer that was built or published; the working folder is empty.</summary>
    /// <param name="program">The file.</param>
    /// <param name="environment">Variables beside those of this process.</param>
    internal Task<CommandResult> RunFileAsync(string program, IReadOnlyDictionary<string, string>? environment = null) =>
        DotNet.RunAsync(Folder("elsewhere"), Packages, ["exec", program], environment);

    /// <summary>Runs a published program by itself; the working folder is empty.</summary>
    /// <param name="program">The file.</param>
    /// <param name="arguments">Arguments of the program.</param>
    internal Task<CommandResult> RunProgramAsync(string program, params string[] arguments) => DotNet.RunProgramAsync(program, Folder("elsewhere"), arguments);

    /// <summary>Runs <c>dotnet</c> with the packages of this fixture.</summary>
    /// <param name="folder">The working folder.</param>
    /// <param name="arguments">What follows <c>dotnet</c>.</param>
    internal Task<CommandResult> DotNetAsync(string folder, params string[] arguments) => DotNet.RunAsync(folder, Packages, arguments);

    private Task<CommandResult> BuildAsync(string project, string command, string[] options, IReadOnlyDictionary<string, string>? environment = null) =>
        DotNet.RunAsync(project, Packages, [command, "-c", "Release", "-v", "minimal", "-clp:NoSummary", .. options], environment);

    internal static void CopyFolder(string source, string destination)
    {
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(destination, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>
    /// Intermediate files go to a folder of their own: a build of the solution may run at the same time. Analyzers change no
    /// byte of the assemblies and judge the code elsewhere.
    /// </summary>
    private async Task PackAsync(string project, string artifacts, string feed)
    {
        CommandResult pack = await DotNet.RunAsync(
            _root,
            packages: null,
            [
                "pack", project, "-c", "Release", "-v", "quiet", "-o", feed, $"-p:PackageVersion={_version}", "-p:RunAnalyzers=false",
                "--artifacts-path", Path.Combine(_root, artifacts),
            ]);
        pack.Succeeded();
    }

    /// <summary>One build packs all projects of a solution; the filter leaves the others out.</summary>
    private string WriteFilter()
    {
        string filter = Path.Combine(_root, "packages.slnf");
        File.WriteAllText(filter, JsonSerializer.Serialize(new
        {
            solution = new
            {
                path = Path.Combine(TestBuild.Repository, "BertGen.sln"),
                projects = Projects.Select(project => project.Replace('/', '\\')),
            },
        }));
        return filter;
    }

    private void WriteSurroundings()
    {
        // The feed stands beside the sources of the machine; its restored packages are read, never written.
        File.WriteAllText(Path.Combine(_root, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <add key="bertgen-test" value="{SecurityElement.Escape(Folder("feed"))}" />
              </packageSources>
              <fallbackPackageFolders>
                <add key="machine" value="{SecurityElement.Escape(TestBuild.PackageRoot)}" />
              </fallbackPackageFolders>
            </configuration>
            """);

        // These end the search for such files in the folders above.
        File.WriteAllText(Path.Combine(_root, "Directory.Build.props"), $"""
            <Project>
              <PropertyGroup>
                <BertGenVersion>{_version}</BertGenVersion>
              </PropertyGroup>
            </Project>
            """);
        File.WriteAllText(Path.Combine(_root, "Directory.Build.targets"), "<Project />");
        File.WriteAllText(Path.Combine(_root, "Directory.Packages.props"), "<Project />");
    }

    private string Folder(string name) => Directory.CreateDirectory(Path.Combine(_root, name)).FullName;
}
