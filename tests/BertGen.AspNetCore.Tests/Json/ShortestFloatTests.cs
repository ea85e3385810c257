using System.Globalization;
using System.Text;
using System.Text.Json;
using BertGen.Serving.Json;

namespace BertGen.AspNetCore.Tests.Json;

/// <summary>Numbers of answers beside those that the library writes.</summary>
public sealed class ShortestFloatTests
{
    private const int RandomCount = 300_000;

    [Theory]
    [InlineData(0f, "0")]
    [InlineData(-0f, "-0")]
    [InlineData(1f, "1")]
    [InlineData(-10f, "-10")]
    [InlineData(0.1f, "0.1")]
    [InlineData(-0.65119994f, "-0.65119994")]
    [InlineData(12.5f, "12.5")]
    [InlineData(1234567f, "1234567")]
    [InlineData(16777216f, "16777216")]
    [InlineData(0.0001f, "0.0001")]
    [InlineData(0.00001f, "1E-05")]
    [InlineData(float.Epsilon, "1E-45")]
    [InlineData(float.MaxValue, "3.4028235E+38")]
    public void NumbersAreWrittenAsTheLibraryWritesThem(float value, string expected)
    {
        Assert.Equal(expected, TextOf(value));
        Assert.Equal(value.ToString(CultureInfo.InvariantCulture), TextOf(value));
    }

    [Fact]
    public void NumbersOfAllSizesHaveTheTextOfTheLibrary()
    {
        var random = new Random(7);
        for (int i = 0; i < RandomCount; i++)
        {
            // A half of them as vectors have them; the others of any bits.
            float value = i % 2 == 0 ? (float)(random.NextDouble() - 0.5) : BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue));
            Check(value);
        }
    }

    [Fact]
    public void SoHavePowersOfTwoAndTheirNeighbours()
    {
        for (uint exponent = 0; exponent < 255; exponent++)
        {
            for (int step = -4; step <= 4; step++)
            {
                Check(BitConverter.Int32BitsToSingle((int)(exponent << 23) + step));
            }
        }
    }

    [Fact]
    public void ListsAreJson()
    {
        Assert.Equal("[[],[1],[0.5,-2]]", JsonSerializer.Serialize(new VectorRows([[], [1], [0.5f, -2]]), ServerJson.Default.VectorRows));
        Assert.Throws<ArgumentException>(() => JsonSerializer.Serialize(new VectorRows([[float.NaN]]), ServerJson.Default.VectorRows));
    }

    private static void Check(float value)
    {
        if (float.IsFinite(value))
        {
            string text = TextOf(value);
            Assert.Equal(value.ToString(CultureInfo.InvariantCulture), text);
            Assert.Equal(BitConverter.SingleToInt32Bits(value), BitConverter.SingleToInt32Bits(float.Parse(text, CultureInfo.InvariantCulture)));
        }
    }

    private static string TextOf(float value)
    {
        Span<byte> text = stackalloc byte[ShortestFloat.MaxLength];
        return Encoding.ASCII.GetString(text[..ShortestFloat.Write(value, text)]);
    }
}
