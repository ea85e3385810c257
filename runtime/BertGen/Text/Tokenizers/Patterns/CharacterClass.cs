using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Patterns;

/// <summary>A set of characters in a pattern: ranges, categories and traits, or all others.</summary>
internal sealed class CharacterClass
{
    private readonly List<(int First, int Last)> _ranges = [];
    private readonly List<CharacterClass> _classes = [];
    private uint _categories;
    private CharacterTraits _traits;
    private ulong _asciiLow;
    private ulong _asciiHigh;

    /// <summary>Whether the set is all other characters.</summary>
    public bool IsNegated { get; set; }

    /// <summary>Adds a range.</summary>
    public void Add(int first, int last) => _ranges.Add((first, last));

    /// <summary>Adds a category.</summary>
    public void Add(CharacterCategory category) => _categories |= 1u << (int)category;

    /// <summary>Adds the characters with a trait.</summary>
    public void Add(CharacterTraits traits) => _traits |= traits;

    /// <summary>Adds the members of another set.</summary>
    public void Add(CharacterClass other) => _classes.Add(other);

    /// <summary>Adds the other case of letters in ranges; after everything else.</summary>
    public void IgnoreCase()
    {
        // Ranges of letters of one case are short; a huge one has both cases in it anyway.
        const int MostFolded = 1 << 12;
        foreach ((int first, int last) in _ranges.ToArray())
        {
            if (last - first > MostFolded)
            {
                continue;
            }

            for (int other = 0; other < 0x10000; other++)
            {
                int folded = CaseFolding.Fold(other);
                if (other != folded && ((folded >= first && folded <= last) || (other >= first && other <= last)))
                {
                    Add(other, other);
                    Add(folded, folded);
                }
            }
        }
    }

    /// <summary>Prepares the set for questions.</summary>
    public CharacterClass Freeze()
    {
        for (int c = 0; c < 64; c++)
        {
            _asciiLow |= Compute(c) ? 1ul << c : 0;
            _asciiHigh |= Compute(c + 64) ? 1ul << c : 0;
        }

        return this;
    }

    /// <summary>Whether a character is in the set.</summary>
    public bool Contains(int codePoint) =>
        codePoint < 64 ? ((_asciiLow >> codePoint) & 1) != 0
        : codePoint < 128 ? ((_asciiHigh >> (codePoint - 64)) & 1) != 0
        : Compute(codePoint);

    private bool Compute(int codePoint)
    {
        bool found = ((_categories >> (int)Character.CategoryOf(codePoint)) & 1) != 0 || Character.Has(codePoint, _traits);
        foreach ((int first, int last) in _ranges)
        {
            found |= codePoint >= first && codePoint <= last;
        }

        foreach (CharacterClass other in _classes)
        {
            found |= other.Contains(codePoint);
        }

        return found != IsNegated;
    }
}
