using Microsoft.Playwright;

namespace BertGen.Browser.Tests;

/// <summary>An open page; what it asks of the network and what goes wrong in its scripts is remembered.</summary>
internal sealed class BrowserPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;

    public BrowserPage(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.PageError += (_, message) => Errors.Add(message);
        page.Request += (_, request) => Requests.Add(request.Url);
    }

    public IPage Page { get; }

    /// <summary>Errors that no script has caught.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>Everything that was loaded, the page itself first.</summary>
    public List<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        Assert.Empty(Errors);
    }
}
