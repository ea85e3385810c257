using BertGen.Hub.Tests.Harness;

namespace BertGen.Hub.Tests;

/// <summary>What a build downloads where it is told to.</summary>
public sealed class BuildFetchTests : IDisposable
{
    private readonly FakeHub _hub = new();
    private readonly Sandbox _sandbox = new();
    private readonly List<string> _lines = [];

    public void Dispose()
    {
        _hub.Dispose();
        _sandbox.Dispose();
    }

    [Fact]
    public void A_model_is_fetched_once_with_its_weights()
    {
        _hub.Files["model.safetensors"] = _hub.Weights = new byte[3_000_000];

        Assert.Null(Run(FakeHub.Model));

        string folder = HubModel.Find(FakeHub.Model, settings: _sandbox.Settings(_hub.Server.Address))!;
        Assert.True(File.Exists(Path.Combine(folder, "model.safetensors")));
        Assert.Contains(_lines, line => line.StartsWith("org/model: model.safetensors, ", StringComparison.Ordinal) && line.EndsWith(" of 3 MB", StringComparison.Ordinal));
        Assert.Equal($"org/model is in {folder}", _lines[^1]);

        _hub.Server.Forget();
        _lines.Clear();
        Assert.Null(Run(FakeHub.Model));
        Assert.Empty(_hub.Server.Requests);
        Assert.Empty(_lines);
    }

    [Fact]
    public void A_model_that_cannot_be_fetched_is_told_on_one_line()
    {
        string problem = Run("org/absent")!;

        Assert.StartsWith("org/absent", problem);
        Assert.DoesNotContain('\n', problem);
    }

    private string? Run(string model) => BuildFetch.Run([model], _sandbox.Settings(_hub.Server.Address), _lines.Add, CancellationToken.None);
}
