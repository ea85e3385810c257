using System.Globalization;

namespace BertGen.Hub;

/// <summary>
/// Downloads the models that a project names, for its build. The task of the build finds this method by its name: it is compiled for every
/// MSBuild, and this library for .NET alone.
/// </summary>
internal static class BuildFetch
{
    private const int Steps = 10;
    private const long LargeFile = 1 << 20;

    /// <summary>Downloads what the cache does not have.</summary>
    /// <param name="models">Names of models.</param>
    /// <param name="folder">Where paths in environment variables start.</param>
    /// <param name="tell">Told of what is done, a line each time.</param>
    /// <param name="cancellation">Ends the download; what has been received is kept.</param>
    /// <returns>Why a model could not be fetched; null where all are there.</returns>
    public static string? Run(string[] models, string folder, Action<string> tell, CancellationToken cancellation)
    {
        try
        {
            HubSettings settings = HubEnvironment.Read(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), folder);
            return Run(models, settings, tell, cancellation);
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    /// <inheritdoc cref="Run(string[], string, Action{string}, CancellationToken)"/>
    public static string? Run(string[] models, HubSettings settings, Action<string> tell, CancellationToken cancellation)
    {
        foreach (string model in models)
        {
            try
            {
                var lines = new Lines(model, tell);
                string path = ModelSource.Resolve(model, download: true, settings, lines, cancellation);
                if (lines.HasFetched)
                {
                    tell($"{model} is in {path}");
                }
            }
            catch (Exception e) when (e is HubException or OperationCanceledException)
            {
                return e.Message.ReplaceLineEndings(" ");
            }
        }

        return null;
    }

    /// <summary>A line when a large file begins, and one for each tenth of it.</summary>
    private sealed class Lines(string model, Action<string> tell) : IProgress<DownloadProgress>
    {
        private string? _file;
        private int _step;

        public bool HasFetched => _file is not null;

        public void Report(DownloadProgress value)
        {
            if (value.WaitsFor is { } path)
            {
                tell($"{model}: waiting for another process that fetches {value.File} and holds {path}");
                return;
            }

            if (_file != value.File)
            {
                (_file, _step) = (value.File, -1);
            }

            int step = value.Size is > 0 and { } size ? (int)(value.Received * Steps / size) : 0;
            if (step > _step && value.Size is null or >= LargeFile)
            {
                _step = step;
                tell(string.Create(CultureInfo.InvariantCulture, $"{model}: {value.File}, {value.Received / 1e6:0} of {(value.Size is { } all ? $"{all / 1e6:0}" : "?")} MB"));
            }
        }
    }
}
