using System.Reflection;
using Microsoft.Playwright;

namespace BertGen.Browser.Tests;

/// <summary>The browser of this machine, without a window.</summary>
public sealed class BrowserFixture : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <inheritdoc/>
    public async Task InitializeAsync()
    {
        string path = typeof(BrowserFixture).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(item => item.Key == "ChromiumPath").Value!;
        _playwright = await Playwright.CreateAsync();

        // Where the tests run as the administrator, as in a container, Chromium's sandbox does not start.
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = ["--no-sandbox"] });
    }

    /// <summary>A new page in a profile of its own; an error of its scripts fails the test that closes it.</summary>
    internal async Task<BrowserPage> OpenAsync(string address)
    {
        IBrowserContext context = await _browser!.NewContextAsync(new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 1200, Height = 800 } });
        var page = new BrowserPage(context, await context.NewPageAsync());
        await page.Page.GotoAsync(address);
        return page;
    }

    /// <inheritdoc/>
    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
