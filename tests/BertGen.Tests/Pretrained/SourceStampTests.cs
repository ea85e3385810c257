using BertGen.Sharing;
using BertGen.Tests.Checkpoints;

namespace BertGen.Tests.Pretrained;

/// <summary>Telling an unchanged file from others without reading it.</summary>
public sealed class SourceStampTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly TemporaryFolder _folder = new();
    private readonly string _file;

    public SourceStampTests()
    {
        _file = _folder.File("weights.safetensors");
        Write(_file, "some weights");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void SpellingsAndLinksAreOneFile()
    {
        string text = SourceStamp.Of(_file)!.Text;
        Directory.CreateDirectory(_folder.File("sub"));
        Directory.CreateSymbolicLink(_folder.File("sub/folder"), "..");
        File.CreateSymbolicLink(_folder.File("link.safetensors"), "sub/folder/weights.safetensors");
        Assert.Equal(text, SourceStamp.Of(Path.GetRelativePath(Environment.CurrentDirectory, _file))!.Text);
        Assert.Equal(text, SourceStamp.Of(_folder.File("sub/../weights.safetensors"))!.Text);
        Assert.Equal(text, SourceStamp.Of(_folder.File("sub/folder/weights.safetensors"))!.Text);
        Assert.Equal(text, SourceStamp.Of(_folder.File("link.safetensors"))!.Text);
    }

    /// <summary>Tools that set all times alike make files that differ in nothing but their place.</summary>
    [Fact]
    public void ALinkThatPointsElsewhereIsAnotherFile()
    {
        string other = _folder.File("other.safetensors"), link = _folder.File("link.safetensors");
        Write(other, "more weights");
        File.CreateSymbolicLink(link, _file);
        string before = SourceStamp.Of(link)!.Text;
        File.Delete(link);
        File.CreateSymbolicLink(link, other);
        Assert.NotEqual(before, SourceStamp.Of(link)!.Text);
    }

    [Fact]
    public void AChangedFileIsAnotherOne()
    {
        string before = SourceStamp.Of(_file)!.Text;
        File.WriteAllText(_file, "Some weights");
        SourceStamp changed = SourceStamp.Of(_file)!;
        Assert.NotEqual(before, changed.Text);
        Assert.False(changed.IsSettled); // it may change again within the same tick of the clock
    }

    [Fact]
    public void AnIndexStandsForTheFilesBesideIt()
    {
        string index = _folder.File("model.safetensors.index.json");
        Write(index, "{}");
        SourceStamp before = SourceStamp.Of(index)!;
        Assert.True(before.IsSettled);
        File.SetLastWriteTimeUtc(_file, LongAgo.AddDays(1));
        Assert.NotEqual(before.Text, SourceStamp.Of(index)!.Text);
    }

    [Fact]
    public void CircularLinksAndAbsentFilesHaveNone()
    {
        File.CreateSymbolicLink(_folder.File("a"), "b");
        File.CreateSymbolicLink(_folder.File("b"), "a");
        Assert.Null(SourceStamp.Of(_folder.File("a")));
        Assert.Null(SourceStamp.Of(_folder.File("absent")));
    }

    private static void Write(string file, string text)
    {
        File.WriteAllText(file, text);
        File.SetLastWriteTimeUtc(file, LongAgo);
    }
}
