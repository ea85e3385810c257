namespace BertGen.Tests.Text;

/// <summary>Collects differences over many cases, so that a failure says how many there are and shows the first one.</summary>
internal sealed class Difference
{
    private int _cases;
    private int _different;
    private string? _first;

    public void Check<T>(string name, IEnumerable<T> expected, IEnumerable<T> found)
    {
        T[] want = [.. expected];
        T[] got = [.. found];
        _cases++;
        if (want.AsSpan().SequenceEqual(got))
        {
            return;
        }

        _different++;
        int at = want.AsSpan().CommonPrefixLength(got);
        _first ??= $"{name}: differs at {at}\n expected [{string.Join(' ', want)}]\n found    [{string.Join(' ', got)}]";
    }

    public void AssertNone(int expectedCases)
    {
        Assert.True(_different == 0, $"{_different} of {_cases} comparisons differ. First: {_first}");
        Assert.Equal(expectedCases, _cases);
    }
}
