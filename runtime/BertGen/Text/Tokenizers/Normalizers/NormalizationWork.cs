using System.Buffers;
using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Normalizers;

/// <summary>
/// Decomposes a few characters, orders their marks and composes them again. Each carries how it changes the length: 0 for
/// the first of a decomposition, 1 for the others, and what composition takes away.
/// </summary>
/// <param name="compatible">Whether compatibility decompositions are made.</param>
/// <param name="composes">Whether they are composed again.</param>
/// <param name="changes">A buffer to work in.</param>
internal readonly ref struct NormalizationWork(bool compatible, bool composes, PooledBuffer<CharacterChange> changes)
{
    private const int ClassCount = 256;
    private const int MaxInsertionSort = 32;
    private readonly PooledBuffer<CharacterChange> _changes = changes;

    /// <summary>Writes the normalized form of <paramref name="chars"/>.</summary>
    public void Append(ReadOnlySpan<char> chars, ref AlignedWriter writer)
    {
        Decompose(chars);
        Span<CharacterChange> written = _changes.Written;
        OrderMarks(written);
        int count = composes ? Compose(written) : written.Length;
        foreach (CharacterChange change in written[..count])
        {
            writer.Write(change.CodePoint, change.Length);
        }
    }

    private void Decompose(ReadOnlySpan<char> chars)
    {
        _changes.Clear();
        CharacterTraits decomposing = compatible ? CharacterTraits.CompatibilityDecomposes : CharacterTraits.Decomposes;
        for (int i = 0; i < chars.Length;)
        {
            int codePoint = CodePoint.Read(chars, ref i);
            if (Hangul.IsSyllable(codePoint))
            {
                (int leading, int vowel, int trailing) = Hangul.Decompose(codePoint);
                _changes.Add(new CharacterChange(leading, 0, 0));
                _changes.Add(new CharacterChange(vowel, 1, 0));
                if (trailing != 0)
                {
                    _changes.Add(new CharacterChange(trailing, 1, 0));
                }

                continue;
            }

            ReadOnlySpan<char> parts = Character.Has(codePoint, decomposing) ? Normalization.Decompose(codePoint, compatible) : [];
            if (parts.IsEmpty)
            {
                _changes.Add(new CharacterChange(codePoint, 0, Character.CombiningClassOf(codePoint)));
                continue;
            }

            for (int part = 0, length = 0; part < parts.Length; length = 1)
            {
                int decomposed = CodePoint.Read(parts, ref part);
                _changes.Add(new CharacterChange(decomposed, length, Character.CombiningClassOf(decomposed)));
            }
        }
    }

    private static void OrderMarks(Span<CharacterChange> changes)
    {
        for (int start = 0; start < changes.Length;)
        {
            if (changes[start].Class == 0)
            {
                start++;
                continue;
            }

            int end = start + 1;
            while (end < changes.Length && changes[end].Class != 0)
            {
                end++;
            }

            Span<CharacterChange> run = changes[start..end];
            if (run.Length <= MaxInsertionSort)
            {
                SortByInsertion(run);
            }
            else
            {
                SortByCounting(run);
            }

            start = end;
        }
    }

    private static void SortByInsertion(Span<CharacterChange> run)
    {
        for (int i = 1; i < run.Length; i++)
        {
            CharacterChange moved = run[i];
            int at = i;
            for (; at > 0 && run[at - 1].Class > moved.Class; at--)
            {
                run[at] = run[at - 1];
            }

            run[at] = moved;
        }
    }

    /// <summary>Linear, so that a megabyte of marks, which only an attacker sends, costs no quadratic time.</summary>
    private static void SortByCounting(Span<CharacterChange> run)
    {
        Span<int> next = stackalloc int[ClassCount + 1];
        next.Clear();
        foreach (CharacterChange change in run)
        {
            next[change.Class + 1]++;
        }

        for (int order = 1; order < ClassCount; order++)
        {
            next[order] += next[order - 1];
        }

        CharacterChange[] copy = ArrayPool<CharacterChange>.Shared.Rent(run.Length);
        run.CopyTo(copy);
        foreach (CharacterChange change in copy.AsSpan(0, run.Length))
        {
            run[next[change.Class]++] = change;
        }

        ArrayPool<CharacterChange>.Shared.Return(copy);
    }

    /// <summary>Composes in place, and returns how many are left.</summary>
    private static int Compose(Span<CharacterChange> changes)
    {
        int count = 0, starter = -1, lastClass = -1;
        foreach (CharacterChange change in changes)
        {
            // A mark is blocked from its starter by one before it of the same or a higher class.
            bool blocked = starter < 0 || (lastClass >= 0 && lastClass >= change.Class);
            int composed = blocked ? -1 : Normalization.Compose(changes[starter].CodePoint, change.CodePoint);
            if (composed >= 0)
            {
                changes[starter] = new CharacterChange(composed, changes[starter].Length + change.Length - 1, 0);
                continue;
            }

            if (change.Class == 0)
            {
                starter = count;
                lastClass = -1;
            }
            else if (starter >= 0)
            {
                lastClass = change.Class;
            }

            changes[count++] = change;
        }

        return count;
    }
}
