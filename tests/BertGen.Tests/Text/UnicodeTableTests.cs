using System.Security.Cryptography;
using System.Text;
using BertGen.Text;
using BertGen.Text.Unicode;

namespace BertGen.Tests.Text;

public class UnicodeTableTests
{
    private const int CodePointCount = 0x110000;

    [Theory]
    [InlineData((int)CodePointTraits.Separator, UnicodeFacts.SeparatorCount)]
    [InlineData((int)CodePointTraits.Dropped, UnicodeFacts.DroppedCount)]
    [InlineData((int)CodePointTraits.Punctuation, UnicodeFacts.PunctuationCount)]
    [InlineData((int)CodePointTraits.NonspacingMark, UnicodeFacts.NonspacingMarkCount)]
    [InlineData((int)CodePointTraits.Ideograph, UnicodeFacts.IdeographCount)]
    [InlineData((int)CodePointTraits.Cased, UnicodeFacts.CasedCount)]
    [InlineData((int)CodePointTraits.CaseIgnorable, UnicodeFacts.CaseIgnorableCount)]
    [InlineData((int)CodePointTraits.Decomposes, UnicodeFacts.DecomposesCount)]
    public void Every_trait_has_as_many_code_points_as_recorded(int trait, int expected)
    {
        int found = Enumerable.Range(0, CodePointCount).Count(c => ((int)CodePoint.TraitsOf(c) & trait) != 0);
        Assert.Equal(expected, found);
    }

    [Fact]
    public void As_many_code_points_have_a_lower_case_as_recorded() =>
        Assert.Equal(UnicodeFacts.LoweredCount, Enumerable.Range(0, CodePointCount).Count(c => CodePoint.ToLower(c) != c));

    [Fact]
    public void Everything_about_every_code_point_hashes_to_the_recorded_value()
    {
        using var buffer = new PooledBuffer<int>();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int codePoint = 0; codePoint < CodePointCount; codePoint++)
        {
            Lowercase.Append([codePoint], buffer);
            string lower = TakeHex(buffer);
            CanonicalDecomposition.Append([codePoint], buffer);
            string decomposed = TakeHex(buffer);
            int traits = (int)CodePoint.TraitsOf(codePoint);
            int combiningClass = CodePoint.CombiningClassOf(codePoint);
            hash.AppendData(Encoding.ASCII.GetBytes($"{codePoint:X};{traits};{combiningClass};{lower};{decomposed}\n"));
        }

        Assert.Equal(UnicodeFacts.Sha256, Convert.ToHexString(hash.GetHashAndReset()));
    }

    [Fact]
    public void Lowercasing_and_stripping_twice_changes_nothing_more()
    {
        // The indexer relies on it: it does not lowercase again what the basic tokenizer has lowercased.
        using var once = new PooledBuffer<int>();
        using var twice = new PooledBuffer<int>();
        for (int codePoint = 0; codePoint < CodePointCount; codePoint++)
        {
            once.Clear();
            twice.Clear();
            Lowercase.Append([codePoint], once);
            Lowercase.Append(once.Written, twice);
            Assert.Equal(once.Written, twice.Written);

            twice.Clear();
            CanonicalDecomposition.Append(once.Written, twice);
            foreach (int part in twice.Written)
            {
                Assert.Equal(part, CodePoint.ToLower(part));
            }
        }
    }

    [Theory]
    [InlineData("ΑΣ", "ας")]
    [InlineData("ΑΣΑ", "ασα")]
    [InlineData("Σ", "σ")]
    [InlineData("ΑΣ.", "ας.")]
    [InlineData("ΑΣ.Β", "ασ.β")]
    [InlineData("ΑΣ\u0301", "ας\u0301")]
    [InlineData("ΑΣ1Α", "ας1α")]
    [InlineData("1Σ", "1σ")]
    [InlineData("İI", "i\u0307i")]
    [InlineData("\U00010400", "\U00010428")]
    public void Lower_case_knows_final_sigma_and_long_mappings(string text, string expected) =>
        Assert.Equal(expected, Through(text, Lowercase.Append));

    [Theory]
    [InlineData("\uD55C\uAE00", "\u1112\u1161\u11AB\u1100\u1173\u11AF")]
    [InlineData("\u1E69", "s\u0323\u0307")]
    [InlineData("s\u0307\u0323", "s\u0323\u0307")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\U0002F800", "\u4E3D")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    [InlineData("a\u0315\u0300\u05AE\u0062", "a\u05AE\u0300\u0315b")]
    public void Decomposition_is_full_and_ordered(string text, string expected) =>
        Assert.Equal(expected, Through(text, CanonicalDecomposition.Append));

    [Theory]
    [InlineData(10)]
    [InlineData(33)]
    [InlineData(2000)]
    public void Long_runs_of_marks_are_sorted_stably(int length)
    {
        int[] marks = [0x315, 0x300, 0x5AE, 0x301, 0x323, 0x302, 0x16FF0];
        int[] run = [.. Enumerable.Range(0, length).Select(i => marks[i * 31 % marks.Length])];
        int[] expected = [.. run.OrderBy(CodePoint.CombiningClassOf)];
        CanonicalOrder.Sort(run);
        Assert.Equal(expected, run);
    }

    private static string Through(string text, Action<ReadOnlySpan<int>, PooledBuffer<int>> rewrite)
    {
        using var buffer = new PooledBuffer<int>();
        rewrite([.. text.EnumerateRunes().Select(rune => rune.Value)], buffer);
        return string.Concat(buffer.Written.ToArray().Select(char.ConvertFromUtf32));
    }

    private static string TakeHex(PooledBuffer<int> buffer)
    {
        string text = string.Join(' ', buffer.Written.ToArray().Select(codePoint => codePoint.ToString("X")));
        buffer.Clear();
        return text;
    }
}
