using BertGen.Tool.Tests.Harness;
using Microsoft.Playwright;

namespace BertGen.Browser.Tests;

/// <summary>The page of <c>bertgen serve</c>, as somebody uses it: search, compare, tokenize.</summary>
public sealed class ServedPageTests(BrowserFixture browser, ServedPageTests.CompiledOnce compiled) : IClassFixture<BrowserFixture>, IClassFixture<ServedPageTests.CompiledOnce>
{
    [Fact]
    public async Task TheTextsThatAreAlikeComeFirst()
    {
        await using RunningServer server = await StartAsync();
        await using BrowserPage page = await browser.OpenAsync(server.Client.BaseAddress!.ToString());
        await page.Page.FillAsync("#lines", "a young dog\na morbid fear of great heights\n<b>not bold</b>\n");
        await page.Page.FillAsync("#query", "fear of heights");
        await page.Page.ClickAsync("#search button");
        await page.Page.WaitForSelectorAsync("#hits li");
        string[] hits = [.. await page.Page.Locator("#hits li").AllTextContentsAsync()];
        Assert.Equal(3, hits.Length);
        Assert.Equal("0.736a morbid fear of great heights", hits[0]);
        Assert.Contains(hits, hit => hit.EndsWith("<b>not bold</b>", StringComparison.Ordinal));

        // Whatever is loaded comes from the server itself.
        Assert.All(page.Requests, request => Assert.StartsWith(server.Client.BaseAddress!.ToString(), request, StringComparison.Ordinal));
    }

    [Fact]
    public async Task TheMatrixHasASquareForEachPair()
    {
        await using RunningServer server = await StartAsync();
        await using BrowserPage page = await browser.OpenAsync(server.Client.BaseAddress!.ToString());
        await page.Page.FillAsync("#lines", "fear of heights\na morbid fear of great heights\na young dog");
        await page.Page.ClickAsync("#compare button");
        await page.Page.Locator("#matrix:not([width='0'])").WaitForAsync();
        LocatorBoundingBoxResult box = (await page.Page.Locator("#matrix").BoundingBoxAsync())!;
        await page.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 6));
        Assert.Equal("0.736  fear of heights | a morbid fear of great heights", await page.Page.TextContentAsync("#cell"));

        // A text is as alike itself as can be: full blue.
        int[] color = await page.Page.EvaluateAsync<int[]>("[...document.getElementById('matrix').getContext('2d').getImageData(1, 1, 1, 1).data]");
        Assert.Equal(255, color[2]);
        Assert.InRange(color[0], 0, 3);
    }

    [Fact]
    public async Task PiecesHaveIdsAndPlaces()
    {
        await using RunningServer server = await StartAsync();
        await using BrowserPage page = await browser.OpenAsync(server.Client.BaseAddress!.ToString());
        await page.Page.FillAsync("#text", "a dog");
        await page.Page.ClickAsync("#tokenize button");
        await page.Page.WaitForSelectorAsync(".piece");
        Assert.Equal(["[CLS]2special", "a790–1", "dog12972–5", "[SEP]3special"], await page.Page.Locator(".piece").AllTextContentsAsync());
    }

    [Fact]
    public async Task AKeyThatIsMissingIsToldAndTakenWhenItIsGiven()
    {
        await using RunningServer server = await StartAsync("--api-key", "secret");
        await using BrowserPage page = await browser.OpenAsync(server.Client.BaseAddress!.ToString());
        await Assertions.Expect(page.Page.Locator("#error")).ToContainTextAsync("API key");
        await page.Page.FillAsync("#key", "secret");
        await page.Page.DispatchEventAsync("#key", "change");
        await Assertions.Expect(page.Page.Locator("#model option")).ToHaveCountAsync(1);
        Assert.Equal("", await page.Page.TextContentAsync("#error"));
        await page.Page.ClickAsync("#search button");
        await page.Page.WaitForSelectorAsync("#hits li");
    }

    private Task<RunningServer> StartAsync(params string[] arguments) => RunningServer.StartAsync(compiled.Folder, ["serve", "--port", "0", .. arguments, PipeFolder.WordNetMini]);

    /// <summary>The cache in which the model is compiled for all tests.</summary>
    public sealed class CompiledOnce : IDisposable
    {
        internal PipeFolder Folder { get; } = new();

        public void Dispose() => Folder.Dispose();
    }
}
