using System.Text.Json;
using BertGen.Package.Tests.Harness;

namespace BertGen.Package.Tests;

/// <summary>What <c>dotnet new</c> makes of the packed templates builds, runs, and gives the recorded vectors; whatever a project is called.</summary>
[Collection(PackageCollection.Name)]
public sealed class TemplateTests(PackedBertGen packed)
{
    private static string WordNetMini => Path.Combine(TestBuild.Repository, "sample-models", "wordnet-mini");

    [Fact]
    public async Task TheConsoleTemplateFindsTheLinesThatAreAlike()
    {
        string project = await NewAsync("bertgen-console", "search");
        string texts = Path.Combine(project, "texts.txt");
        await File.WriteAllLinesAsync(texts, ["fear of heights", "a puppy", "", "the study of insects"]);

        (await packed.BuildAsync(project)).Succeeded();

        string[] lines = [.. (await packed.RunAsync(project, texts, "a young dog")).Succeeded().Lines];
        Assert.Equal(["a puppy", "the study of insects", "fear of heights"], lines.Select(line => line[(line.IndexOf("  ", StringComparison.Ordinal) + 2)..]));
        Assert.Equal(2, (await packed.RunAsync(project)).ExitCode);
    }

    [Fact]
    public async Task TheWorkerTemplateEmbedsWhatIsPutIntoItsFolder()
    {
        string project = await NewAsync("bertgen-worker", "Embedder");
        (string text, float[] vector) = RecordedVectors.WordNetMini.First();
        string place = Directory.CreateDirectory(Path.Combine(project, "place")).FullName;
        string inbox = Directory.CreateDirectory(Path.Combine(place, "inbox")).FullName;
        await File.WriteAllLinesAsync(Path.Combine(inbox, "one.txt"), [text, "a young dog"]);
        (await packed.BuildAsync(project)).Succeeded();

        string written = Path.Combine(place, "outbox", "one.txt.jsonl");
        await DotNet.RunUntilAsync(place, Path.Combine(project, "bin", "Release", "net10.0", "Embedder.dll"), () => File.Exists(written) && !File.Exists(Path.Combine(inbox, "one.txt")));

        string[] lines = await File.ReadAllLinesAsync(written);
        Assert.Equal(2, lines.Length);
        using JsonDocument first = JsonDocument.Parse(lines[0]);
        Assert.Equal(text, first.RootElement.GetProperty("text").GetString());
        RecordedVectors.AssertClose(vector, [.. first.RootElement.GetProperty("vector").EnumerateArray().Select(value => value.GetSingle())]);
    }

    [Fact]
    public async Task TheServiceTemplateAnswersAsTheModelDoes()
    {
        string project = await NewAsync("bertgen-service", "class");
        (string text, float[] vector) = RecordedVectors.WordNetMini.First();
        string place = Directory.CreateDirectory(Path.Combine(project, "place")).FullName;
        int port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(place, "appsettings.json"), $$"""{"Urls": "http://127.0.0.1:{{port}}"}""");
        (await packed.BuildAsync(project)).Succeeded();

        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/") };
        float[][]? found = null;
        await DotNet.RunUntilAsync(place, Path.Combine(project, "bin", "Release", "net10.0", "class.dll"), () => (found ??= Embed(client, text)) is not null);
        RecordedVectors.AssertClose(vector, found!.Single());
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }

    // Null as long as there is no server, or it is not ready.
    private static float[][]? Embed(HttpClient client, string text)
    {
        try
        {
            using HttpResponseMessage response = client.Send(new HttpRequestMessage(HttpMethod.Post, "embed")
            {
                Content = new StringContent(JsonSerializer.Serialize(new { inputs = text }), System.Text.Encoding.UTF8, "application/json"),
            });
            return response.IsSuccessStatusCode ? JsonSerializer.Deserialize<float[][]>(response.Content.ReadAsStream()) : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>A project of a template, made in a folder of its own with a model beside its files.</summary>
    private async Task<string> NewAsync(string template, string name)
    {
        string folder = packed.Place();
        string[] hive = ["--debug:custom-hive", Path.Combine(folder, "hive")];
        (await packed.DotNetAsync(folder, ["new", "install", packed.PackageOf("BertGen.Templates"), .. hive])).Succeeded();
        (await packed.DotNetAsync(folder, ["new", template, "-o", name, "--model", "models/wordnet-mini", .. hive])).Succeeded();

        string project = Path.Combine(folder, name);
        PackedBertGen.CopyFolder(WordNetMini, Path.Combine(project, "models", "wordnet-mini"));
        return project;
    }
}
