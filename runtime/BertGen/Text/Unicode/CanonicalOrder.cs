using System.Buffers;

namespace BertGen.Text.Unicode;

/// <summary>Canonical ordering: every run of combining characters sorted by class, equal classes as they came.</summary>
internal static class CanonicalOrder
{
    private const int ClassCount = 256;

    /// <summary>Runs up to this length, that is, all of real text, are sorted by insertion.</summary>
    private const int ShortRun = 32;

    /// <summary>Sorts all runs in place.</summary>
    public static void Sort(Span<int> text)
    {
        int i = 0;
        while (i < text.Length)
        {
            int start = i;
            while (i < text.Length && CodePoint.CombiningClassOf(text[i]) != 0)
            {
                i++;
            }

            SortRun(text[start..i]);
            i++;
        }
    }

    private static void SortRun(Span<int> run)
    {
        if (run.Length > ShortRun)
        {
            SortByCounting(run);
            return;
        }

        for (int i = 1; i < run.Length; i++)
        {
            int moved = run[i];
            int order = CodePoint.CombiningClassOf(moved);
            int at = i;
            for (; at > 0 && CodePoint.CombiningClassOf(run[at - 1]) > order; at--)
            {
                run[at] = run[at - 1];
            }

            run[at] = moved;
        }
    }

    /// <summary>Linear, so that a megabyte of marks, which only an attacker sends, costs no quadratic time.</summary>
    private static void SortByCounting(Span<int> run)
    {
        Span<int> next = stackalloc int[ClassCount + 1];
        next.Clear();
        foreach (int codePoint in run)
        {
            next[CodePoint.CombiningClassOf(codePoint) + 1]++;
        }

        for (int order = 1; order < ClassCount; order++)
        {
            next[order] += next[order - 1];
        }

        int[] copy = ArrayPool<int>.Shared.Rent(run.Length);
        run.CopyTo(copy);
        foreach (int codePoint in copy.AsSpan(0, run.Length))
        {
            run[next[CodePoint.CombiningClassOf(codePoint)]++] = codePoint;
        }

        ArrayPool<int>.Shared.Return(copy);
    }
}
