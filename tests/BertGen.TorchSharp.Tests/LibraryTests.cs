namespace BertGen.Tests.Torch;

/// <summary>That the other tests run: a library that was built in and does not load would only skip them.</summary>
public sealed class LibraryTests
{
    [Fact]
    public void ALibraryThatWasBuiltInLoads()
    {
        if (TorchLibrary.Package is not null)
        {
            Assert.True(TorchLibrary.IsPresent, TorchLibrary.Problem);
        }
    }

    [TorchFact]
    public void AVersionBecomesOptionalByOneByte()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        byte[] before = File.ReadAllBytes(LibraryRequirement.Path);
        byte[] after = [.. before];

        Assert.False(ElfVersions.MakeOptional(after, "GLIBCXX_0.0.0"));
        Assert.Equal(before, after);

        // Another one than that which may be optional here already.
        Assert.True(ElfVersions.MakeOptional(after, "GLIBCXX_3.4.21"));
        Assert.Equal(1, before.Zip(after).Count(pair => pair.First != pair.Second));
        Assert.False(ElfVersions.MakeOptional(after, "GLIBCXX_3.4.21"));
    }
}
