using System.Globalization;
using BertGen.Hub;
using BertGen.Tool;
using Microsoft.Playwright;

namespace BertGen.Browser.Tests;

/// <summary>The page of <c>bertgen map</c>, as somebody uses it: hover, search, choose.</summary>
public sealed class MapPageTests(BrowserFixture browser) : IClassFixture<BrowserFixture>, IDisposable
{
    // Two groups far from each other, so that the first axis parts them; in each, places that are known.
    private static readonly (string Text, float X, float Y)[] Texts =
    [
        ("a cat", -10, 0), ("a kitten", -10, 1), ("a Dog </script>", -9, -2), ("a mountain", 10, 0), ("a hill & a valley", 10, 2),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("bertgen-map-").FullName;

    [Fact]
    public async Task ATextIsShownWhereThePointerIs()
    {
        await using BrowserPage page = await OpenAsync();
        Assert.Equal("5 texts", await page.Page.TextContentAsync("#count"));
        Assert.Contains("99 % and 1 %", await page.Page.TextContentAsync("#facts"), StringComparison.Ordinal);

        (float x, float y) = await PlaceAsync(page, 3);
        await page.Page.Mouse.MoveAsync(x, y);
        Assert.Equal("a mountain", await page.Page.TextContentAsync("#hint"));
        Assert.True(await page.Page.IsVisibleAsync("#hint"));

        await page.Page.Mouse.MoveAsync(x + 60, y + 60);
        Assert.False(await page.Page.IsVisibleAsync("#hint"));

        // The page is the only thing that was loaded.
        Assert.Single(page.Requests);
    }

    [Fact]
    public async Task ASearchListsWhatHasItAndAChosenTextTellsItsNeighbours()
    {
        await using BrowserPage page = await OpenAsync();
        await page.Page.FillAsync("#search", "A DOG");
        Assert.Equal("1 of 5 texts", await page.Page.TextContentAsync("#count"));
        Assert.Equal(["a Dog </script>"], await page.Page.Locator("#list button").AllTextContentsAsync());

        await page.Page.ClickAsync("#list button");
        Assert.Equal("a Dog </script>", await page.Page.TextContentAsync("#chosen p"));
        Assert.Equal(4, await page.Page.Locator("#chosen button").CountAsync());

        // The best is the one with the smallest angle.
        string[] alike = [.. await page.Page.Locator("#chosen button").AllTextContentsAsync()];
        Assert.EndsWith("a cat", alike[0], StringComparison.Ordinal);

        await page.Page.Locator("#chosen button").First.ClickAsync();
        Assert.Equal("a cat", await page.Page.TextContentAsync("#chosen p"));
    }

    [Fact]
    public async Task APointIsChosenByAClickAndMovesWithTheMap()
    {
        await using BrowserPage page = await OpenAsync();
        (float x, float y) = await PlaceAsync(page, 0);
        await page.Page.Mouse.ClickAsync(x, y);
        Assert.Equal("a cat", await page.Page.TextContentAsync("#chosen p"));

        await page.Page.Mouse.MoveAsync(400, 300);
        await page.Page.Mouse.DownAsync();
        await page.Page.Mouse.MoveAsync(440, 330, new MouseMoveOptions { Steps = 4 });
        await page.Page.Mouse.UpAsync();
        (float movedX, float movedY) = await PlaceAsync(page, 0);
        Assert.Equal((x + 40, y + 30), (movedX, movedY));

        await page.Page.Mouse.WheelAsync(0, -500);
        await page.Page.WaitForFunctionAsync("() => view.scale > 1.5");
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<BrowserPage> OpenAsync()
    {
        string file = Path.Combine(_folder, "texts.jsonl");
        await File.WriteAllLinesAsync(file, Texts.Select(item => string.Create(
            CultureInfo.InvariantCulture, $"{{\"text\": \"{item.Text}\", \"vector\": [{item.X}, {item.Y}, 0]}}")));
        var terminal = new Terminal(TextWriter.Null, TextWriter.Null);
        Assert.Equal(0, await ToolCommand.InvokeAsync(["map", file], terminal, () => new HubSettings { CacheFolder = _folder, UrlCacheFolder = _folder }));
        return await browser.OpenAsync(new Uri(Path.ChangeExtension(file, ".html")).AbsoluteUri);
    }

    /// <summary>Where a point is drawn, from the corner of the window.</summary>
    private static async Task<(float X, float Y)> PlaceAsync(BrowserPage page, int index)
    {
        float[] place = await page.Page.EvaluateAsync<float[]>($"() => {{ const box = canvas.getBoundingClientRect(), at = place({index}); return [box.left + at[0], box.top + at[1]]; }}");
        return (place[0], place[1]);
    }
}
