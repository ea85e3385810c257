namespace BertGen.Browser.Tests;

/// <summary>Stands for the tests of pages on a machine without a browser.</summary>
public sealed class NoBrowserTests
{
    [Fact(Skip = "There is no Chromium in /usr/bin: install it, or name it with -p:ChromiumPath=PATH.")]
    public void PagesAreNotOpened() => Assert.Fail("Nothing was opened.");
}
