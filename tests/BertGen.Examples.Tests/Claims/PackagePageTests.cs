using BertGen.Examples.Tests.Pages;

namespace BertGen.Examples.Tests.Claims;

/// <summary>The page in the package says what the read-me says, where both speak of the same thing.</summary>
public sealed class PackagePageTests
{
    private const string Missing = "## Not in this version\n";

    // What both pages say, word for word.
    private static readonly string[] Shared =
    [
        "is a compile error at the line that asked for it.",
        "on the CPU in pure C#, without native libraries; one option makes it a TorchSharp module for a GPU.",
        "Neither a build nor a program downloads anything unless it is told to",
        "are read from safetensors files, from `pytorch_model.bin` without running what is pickled in it, from `.tar.gz` archives and from TensorFlow checkpoints of the original BERT",
        "The same text gives the same bits, whatever else is in the batch, however many threads work on it, and on every processor.",
        "`Forward` may be called from many threads at once",
        "With `RequiresGrad = true` the compiler derives the backward pass from the forward pass, and writes it beside it",
        "`<BertModel Include=\"../elsewhere/model\" />`",
    ];

    private static readonly string ReadMe = RepositoryFolder.Read("README.md");

    private static readonly string Package = RepositoryFolder.Read("runtime/BertGen/PACKAGE.md");

    public static TheoryData<string> SharedClaims => [.. Shared];

    [Theory]
    [MemberData(nameof(SharedClaims))]
    public void BothPagesSaySo(string claim)
    {
        Assert.Contains(claim, Claim.Plain(ReadMe), StringComparison.Ordinal);
        Assert.Contains(claim, Claim.Plain(Package), StringComparison.Ordinal);
    }

    [Fact]
    public void BothPagesMissTheSame() => Assert.Equal(Bullets(ReadMe), Bullets(Package));

    [Fact]
    public void OptionsOfThePackagePageAreOptionsOfTheAttribute()
    {
        string[] options = [.. typeof(BertEmbedderAttribute).GetProperties().Select(property => property.Name)];
        string[] written = [.. Page.Read("runtime/BertGen/PACKAGE.md").Prose.Split('`').Where(code => code.Contains(" = ", StringComparison.Ordinal)).Select(code => code[..code.IndexOf(' ')])];
        Assert.NotEmpty(written);
        Assert.All(written, option => Assert.Contains(option, options));
    }

    /// <summary>The list below the heading.</summary>
    private static string Bullets(string page)
    {
        string rest = page[(page.IndexOf(Missing, StringComparison.Ordinal) + Missing.Length)..].Trim();
        return Claim.Plain(rest.Split("\n\n")[0]);
    }
}
