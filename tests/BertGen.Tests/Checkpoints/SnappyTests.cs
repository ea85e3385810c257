using BertGen.Checkpoints.TensorFlow;

namespace BertGen.Tests.Checkpoints;

public class SnappyTests
{
    [Fact]
    public void Literals_and_copies_of_every_kind_are_unpacked()
    {
        byte[] block =
        [
            24, // The length of the content.
            2 << 2, .. "abc"u8, // A literal.
            (1 << 2) | 1, 3, // 5 bytes from 3 back: goes on into itself.
            (3 << 2) | 2, 8, 0, // 4 bytes from 8 back.
            (1 << 2) | 3, 1, 0, 0, 0, // 2 bytes from 1 back.
            60 << 2, 5, .. "qwerty"u8, // A literal with its length in a byte of its own,
            61 << 2, 3, 0, .. "uiop"u8, // and in two.
        ];

        Assert.Equal("abcabcababcaaaqwertyuiop", System.Text.Encoding.ASCII.GetString(Snappy.Unpack(block)!));
    }

    [Fact]
    public void Far_copies_are_unpacked()
    {
        byte[] start = [.. Enumerable.Range(0, 300).Select(i => (byte)(i * 7))];
        byte[] block = [0xB0, 0x02, 61 << 2, 0x2B, 0x01, .. start, 1 | (1 << 5), 0x2C];

        Assert.Equal([.. start, .. start[..4]], Snappy.Unpack(block)!);
    }

    [Theory]
    [InlineData(new byte[] { })]
    [InlineData(new byte[] { 1 })] // Nothing follows.
    [InlineData(new byte[] { 2, 0, 65 })] // Less than the length.
    [InlineData(new byte[] { 1, 1 << 2, 65, 66 })] // More than the length.
    [InlineData(new byte[] { 2, 1 << 2, 65 })] // A literal that is cut off.
    [InlineData(new byte[] { 5, 0, 65, 1, 2 })] // A copy from before the start.
    [InlineData(new byte[] { 5, 0, 65, 1, 0 })] // A copy of itself.
    [InlineData(new byte[] { 5, 0, 65, 2, 1 })] // A copy that is cut off.
    [InlineData(new byte[] { 4, 0, 65, 1, 1 })] // A copy beyond the end.
    [InlineData(new byte[] { 4, 63 << 2, 255, 255, 255, 255, 65 })] // A literal of 4 GiB.
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0, 65 })] // An impossible length.
    public void A_damaged_block_is_refused(byte[] block) => Assert.Null(Snappy.Unpack(block));
}
