using System.Text;

namespace BertGen.Tokenizers.Tests;

/// <summary>Texts made by chance from a seed: characters of all planes, and recorded texts put into each other.</summary>
internal static class RandomTexts
{
    private static readonly (int First, int Last)[] Blocks =
        [(0x20, 0x7E), (0x20, 0x20), (0x1, 0x1F), (0xA0, 0x24F), (0x300, 0x6FF), (0x900, 0x11FF), (0x2000, 0x31FF), (0xAC00, 0xD7FF), (0x1F300, 0x1FAFF), (0x1, 0x10FFFF)];

    /// <summary>Texts whose seed is a name.</summary>
    public static IEnumerable<string> Of(string name, int count)
    {
        var random = new Random(Encoding.UTF8.GetBytes(name).Aggregate(count, (seed, value) => (seed * 31) + value));
        for (int i = 0; i < count; i++)
        {
            yield return (i % 3) switch
            {
                0 => Characters(random),
                1 => Mixed(random),
                _ => Recorded.Texts[random.Next(Recorded.Texts.Length)],
            };
        }
    }

    private static string Characters(Random random)
    {
        var text = new StringBuilder();
        int kinds = random.Next(1, Blocks.Length + 1);
        for (int length = random.Next(1, 40); length > 0; length--)
        {
            (int first, int last) = Blocks[random.Next(kinds)];
            int codePoint = random.Next(first, last + 1);
            text.Append(char.ConvertFromUtf32(codePoint is >= 0xD800 and <= 0xDFFF ? 'x' : codePoint));
        }

        return text.ToString();
    }

    private static string Mixed(Random random)
    {
        var text = new StringBuilder(Recorded.Texts[random.Next(Recorded.Texts.Length)]);
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            int place = random.Next(text.Length + 1);
            place -= place > 0 && place < text.Length && char.IsLowSurrogate(text[place]) ? 1 : 0;
            text.Insert(place, random.Next(2) == 0 ? Characters(random) : Recorded.Texts[random.Next(Recorded.Texts.Length)]);
        }

        return text.ToString();
    }
}
