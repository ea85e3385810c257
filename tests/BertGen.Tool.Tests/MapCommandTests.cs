using System.Text.Json;
using BertGen.Tool.Mapping;
using BertGen.Tool.Tests.Harness;

namespace BertGen.Tool.Tests;

/// <summary><c>bertgen map</c>: the plane beside an exact one, and the page's data beside the texts.</summary>
public sealed class MapCommandTests : IDisposable
{
    private const int Count = 400, Width = 12;

    private readonly PipeFolder _folder = new();

    [Fact]
    public void The_plane_is_that_of_the_largest_spreads()
    {
        float[] points = Points();
        PrincipalPlane.Projection found = PrincipalPlane.Project(points, Width);

        // All eigenvectors of the covariance, in double precision.
        double[,] covariance = Covariance(points, out double[] mean);
        double whole = Enumerable.Range(0, Width).Sum(i => covariance[i, i]);
        (double[] values, double[,] vectors) = SymmetricMatrix.Diagonalize(covariance);
        int[] order = [.. Enumerable.Range(0, Width).OrderByDescending(i => values[i])];
        Assert.Equal(values[order[0]] / whole, found.Shares.X, 1e-6);
        Assert.Equal(values[order[1]] / whole, found.Shares.Y, 1e-6);
        AssertAlong(points, mean, vectors, order[0], found.X);
        AssertAlong(points, mean, vectors, order[1], found.Y);
    }

    [Fact]
    public void Eigenvectors_are_those_of_the_matrix()
    {
        double[,] matrix = Covariance(Points(), out _);
        (double[] values, double[,] vectors) = SymmetricMatrix.Diagonalize((double[,])matrix.Clone());
        for (int column = 0; column < Width; column++)
        {
            for (int row = 0; row < Width; row++)
            {
                double product = Enumerable.Range(0, Width).Sum(i => matrix[row, i] * vectors[i, column]);
                Assert.Equal(values[column] * vectors[row, column], product, 1e-7 * Math.Abs(values.Max()));
            }
        }
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(5, 1)]
    [InlineData(4, 3)]
    public void Points_without_a_plane_have_places_too(int count, int width)
    {
        // Equal rows, or one dimension alone.
        float[] points = [.. Enumerable.Range(0, count * width).Select(i => width == 1 ? i : 2f)];
        PrincipalPlane.Projection found = PrincipalPlane.Project(points, width);
        Assert.Equal(width == 1 ? [-2f, -1f, 0f, 1f, 2f] : new float[count], found.X);
        Assert.Equal(new float[count], found.Y);
    }

    [Fact]
    public async Task The_page_has_the_texts_their_places_and_their_neighbours()
    {
        string[] texts = ["fear of heights", "a \"young\" dog </script>", "the study of insects", "a morbid fear of great heights"];
        string vectors = Path.Combine(_folder.Root, "texts.jsonl"), page = Path.Combine(_folder.Root, "page.html");
        Assert.Equal(0, (await _folder.InvokeAsync(["embed", PipeFolder.WordNetMini, "-o", vectors], texts)).ExitCode);
        PipeRun run = await _folder.InvokeAsync(["map", vectors, "-o", page, "--title", "fears & <dogs>"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("4 texts", run.Error, StringComparison.Ordinal);

        string html = await File.ReadAllTextAsync(page);
        Assert.Contains("<h1>fears &amp; &lt;dogs&gt;</h1>", html, StringComparison.Ordinal);
        const string Open = "<script id=\"data\" type=\"application/json\">", Close = "</script>";
        int start = html.IndexOf(Open, StringComparison.Ordinal) + Open.Length;
        JsonElement data = JsonDocument.Parse(html[start..html.IndexOf(Close, start, StringComparison.Ordinal)]).RootElement;
        Assert.Equal(texts, data.GetProperty("texts").EnumerateArray().Select(text => text.GetString()));
        Assert.Equal(4, data.GetProperty("x").GetArrayLength());
        Assert.Equal([3, 0], new[] { 0, 3 }.Select(row => data.GetProperty("near")[row][0].GetInt32()));
        Assert.Equal(0.7365f, data.GetProperty("near")[0][1].GetSingle());
        Assert.False(File.Exists(page + ".incomplete"));
    }

    [Theory]
    [InlineData("line 2: expected 2 values as in the first line, found 1.", """{"text": "a", "vector": [1, 2]}""", """{"text": "b", "vector": [1]}""")]
    [InlineData("line 1: expected an object with text and vector", """{"text": "a"}""")]
    [InlineData("line 1: expected an object with text and vector", "[1]")]
    [InlineData("line 3: expected a JSON object", """{"text": "a", "vector": [1, 2]}""", "", "a text")]
    [InlineData("line 1: expected numbers in the vector, up to 1e+15, found \"x\"", """{"text": "a", "vector": [1, "x"]}""")]
    [InlineData("line 1: expected numbers in the vector, up to 1e+15, found 1e99", """{"text": "a", "vector": [1, 1e99]}""")]
    [InlineData("line 1: expected a JSON object in Unicode", """{"text": "\ud800", "vector": [1, 2]}""")]
    [InlineData("expected lines with text and vector, found none", "")]
    public async Task What_cannot_be_shown_is_an_error_with_its_line(string expected, params string[] lines)
    {
        PipeRun run = await _folder.InvokeAsync(["map", "-o", Path.Combine(_folder.Root, "page.html")], lines);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.Root, "page.html")));
    }

    [Fact]
    public async Task A_page_takes_the_place_of_no_texts_no_link_and_no_device()
    {
        const string Line = """{"text": "a", "vector": [1, 2]}""";
        string texts = Path.Combine(_folder.Root, "texts.html"), link = Path.Combine(_folder.Root, "link.html"), page = Path.Combine(_folder.Root, "page.html");
        File.WriteAllText(texts, Line);
        PipeRun same = await _folder.InvokeAsync(["map", texts]);
        Assert.Equal((1, Line), (same.ExitCode, File.ReadAllText(texts)));
        Assert.Contains("take the place of its texts", same.Error, StringComparison.Ordinal);

        File.WriteAllText(page, "");
        File.CreateSymbolicLink(link, page);
        Assert.Equal(0, (await _folder.InvokeAsync(["map", texts, "-o", link])).ExitCode);
        Assert.Equal(page, new FileInfo(link).LinkTarget);
        string html = File.ReadAllText(page);
        Assert.StartsWith("<!doctype html>", html, StringComparison.Ordinal);

        Assert.Equal(html, (await _folder.InvokeAsync(["map", texts, "-o", "-"])).Output);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(0, (await _folder.InvokeAsync(["map", texts, "-o", "/dev/null"])).ExitCode);
            using FileStream device = File.OpenRead("/dev/null");
            Assert.Equal(-1, device.ReadByte());
        }
    }

    [Fact]
    public async Task The_standard_input_needs_a_name_for_its_page()
    {
        PipeRun run = await _folder.InvokeAsync(["map"], """{"text": "a", "vector": [1, 2]}""");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("--output", run.Error, StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    /// <summary>Points with spreads that fall slowly, mixed over all components, around a place that is not zero.</summary>
    private static float[] Points()
    {
        var random = new Random(5);
        double[,] mix = new double[Width, Width];
        for (int i = 0; i < Width * Width; i++)
        {
            mix[i / Width, i % Width] = random.NextDouble() - 0.5;
        }

        float[] points = new float[Count * Width];
        for (int row = 0; row < Count; row++)
        {
            double[] free = [.. Enumerable.Range(0, Width).Select(i => (random.NextDouble() - 0.5) * Math.Pow(0.8, i))];
            for (int i = 0; i < Width; i++)
            {
                points[(row * Width) + i] = (float)(3 + Enumerable.Range(0, Width).Sum(j => mix[i, j] * free[j]));
            }
        }

        return points;
    }

    private static double[,] Covariance(float[] points, out double[] mean)
    {
        double[] center = [.. Enumerable.Range(0, Width).Select(i => Enumerable.Range(0, Count).Average(row => (double)points[(row * Width) + i]))];
        double[,] covariance = new double[Width, Width];
        for (int i = 0; i < Width; i++)
        {
            for (int j = 0; j < Width; j++)
            {
                covariance[i, j] = Enumerable.Range(0, Count).Sum(row => (points[(row * Width) + i] - center[i]) * (points[(row * Width) + j] - center[j]));
            }
        }

        mean = center;
        return covariance;
    }

    private static void AssertAlong(float[] points, double[] mean, double[,] vectors, int column, float[] found)
    {
        double[] expected = [.. Enumerable.Range(0, Count).Select(row => Enumerable.Range(0, Width).Sum(i => (points[(row * Width) + i] - mean[i]) * vectors[i, column]))];
        double sign = Math.Sign(expected[0]) * Math.Sign(found[0]);
        double largest = expected.Zip(found).Max(pair => Math.Abs((sign * pair.First) - pair.Second));
        Assert.True(largest < 1e-3, $"The largest difference is {largest:g3}.");
    }
}
