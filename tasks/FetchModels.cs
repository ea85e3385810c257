using System.Reflection;
using Microsoft.Build.Framework;

namespace BertGen.Tasks;

/// <summary>
/// Downloads models into the cache of the hub, with the library that the program itself uses: same cache, same rules. It is loaded by name,
/// because it is compiled for .NET, and this task for every MSBuild.
/// </summary>
public sealed class FetchModels : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    private const string Code = "BERT076";

    private readonly CancellationTokenSource _stop = new();

    /// <summary>Names of models.</summary>
    [Required]
    public string[] Names { get; set; } = [];

    /// <summary>The library.</summary>
    [Required]
    public string Library { get; set; } = "";

    /// <summary>Folder that the build was started in: what paths in environment variables start from.</summary>
    public string StartFolder { get; set; } = "";

    /// <summary>The page on what fails.</summary>
    public string Page { get; set; } = "";

    /// <inheritdoc/>
    public void Cancel() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <inheritdoc/>
    public override bool Execute()
    {
        string? problem;
        try
        {
            // From its bytes: a build that goes on living would keep the file from being replaced.
            MethodInfo run = Assembly.Load(File.ReadAllBytes(Library)).GetType("BertGen.Hub.BuildFetch", throwOnError: true).GetMethod(
                "Run", BindingFlags.Public | BindingFlags.Static, null, [typeof(string[]), typeof(string), typeof(Action<string>), typeof(CancellationToken)], null);
            problem = (string?)run.Invoke(null, [Names, StartFolder, (Action<string>)Tell, _stop.Token]);
        }
        catch (Exception e) when (e is BadImageFormatException or FileLoadException or FileNotFoundException)
        {
            problem = "this build runs on " + System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription
                + ", which cannot load the downloader: run 'dotnet build -p:BertGenFetch=true' once";
        }

        if (problem is not null)
        {
            Log.LogError(null, Code, null, Page, null, 0, 0, 0, 0, "{0}", problem);
        }

        return problem is null;
    }

    private void Tell(string line) => Log.LogMessage(MessageImportance.High, "{0}", "BertGen: " + line);
}
