using ReverseDictionary;

namespace BertGen.ReverseDictionary.Tests;

public sealed class CacheTests : IDisposable
{
    private readonly Sandbox _sandbox = new();

    public void Dispose() => _sandbox.Dispose();

    [Fact]
    public void Definitions_are_embedded_once()
    {
        _sandbox.Run("cat");
        string first = _sandbox.Output;
        _sandbox.Run("cat");

        Assert.Equal(first, _sandbox.Output);
        Assert.Equal(5, _sandbox.Embedder.TextCount); // Three definitions, two descriptions.
        Assert.Single(Directory.GetFiles(_sandbox.Cache));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(20)]
    [InlineData(100)]
    [InlineData(-1)]
    public void A_damaged_file_is_noticed_and_made_again(int position)
    {
        _sandbox.Run("cat");
        string answer = _sandbox.Output;
        string file = Directory.GetFiles(_sandbox.Cache).Single();
        byte[] whole = File.ReadAllBytes(file);
        byte[] damaged = [.. whole];
        damaged[position < 0 ? ^1 : position] ^= 1;
        File.WriteAllBytes(file, damaged);

        Assert.Equal(0, _sandbox.Run("cat"));

        Assert.Contains($"{file} cannot be used", _sandbox.Error);
        Assert.Equal(answer, _sandbox.Output);
        Assert.Equal(whole, File.ReadAllBytes(file));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(300)]
    public void A_file_that_was_cut_off_is_noticed_and_made_again(int length)
    {
        _sandbox.Run("cat");
        string file = Directory.GetFiles(_sandbox.Cache).Single();
        byte[] whole = File.ReadAllBytes(file);
        File.WriteAllBytes(file, whole[..length]);

        Assert.Equal(0, _sandbox.Run("cat"));

        Assert.Contains("cannot be used", _sandbox.Error);
        Assert.Equal(whole, File.ReadAllBytes(file));
    }

    [Fact]
    public void Other_data_or_another_model_has_vectors_of_its_own()
    {
        _sandbox.Run("cat");
        _sandbox.WriteData(Sandbox.Header + "n1\tpuppy\tyoung dog\nn2\tkitten\tyoung cat\nn3\ty\tyyy\n");
        _sandbox.Run("y", "--top", "1");
        Assert.EndsWith("yyy\n", _sandbox.Output);
        File.WriteAllText(Path.Combine(_sandbox.Model, "vocab.txt"), "[PAD]");
        _sandbox.Run("y");

        Assert.Equal(3, Directory.GetFiles(_sandbox.Cache).Length);
    }

    [Fact]
    public void Rebuilding_embeds_again()
    {
        _sandbox.Run("cat");
        _sandbox.Run("cat", "--rebuild");

        Assert.Equal(8, _sandbox.Embedder.TextCount);
    }

    [Fact]
    public void Without_a_cache_nothing_is_written()
    {
        _sandbox.RunBare("", terminal: false, "cat", "--model", _sandbox.Model, "--data", _sandbox.Data, "--no-cache");

        Assert.False(Directory.Exists(_sandbox.Cache));
    }

    [Fact]
    public void A_folder_that_cannot_be_written_costs_only_the_cache()
    {
        File.WriteAllText(_sandbox.Cache, "a file where the folder should be");

        Assert.Equal(0, _sandbox.Run("cat"));

        Assert.Contains("cannot be kept", _sandbox.Error);
        Assert.Contains("kitten", _sandbox.Output);
    }

    [Fact]
    public void Vectors_of_several_blocks_survive_a_round_trip()
    {
        var table = new VectorTable(rows: 3001, columns: 192);
        var random = new Random(1);
        foreach (ref float value in table.Values.AsSpan())
        {
            value = random.NextSingle();
        }

        var cache = new VectorCache(_sandbox.Cache);
        byte[] key = new byte[CacheKey.Length];
        cache.Write(key, table);

        Assert.Equal(table.Values, cache.Read(key, 3001, 192)!.Values);
        Assert.Throws<InvalidDataException>(() => cache.Read(key, 192, 3001));
    }
}
