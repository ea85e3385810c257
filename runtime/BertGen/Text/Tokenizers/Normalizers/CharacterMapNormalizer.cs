using System.Buffers;
using System.Text;
using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Normalizers;

/// <summary>
/// Applies a <see cref="CharacterMap"/> grapheme by grapheme: a short cluster is replaced as a whole by the shortest rule
/// that it starts with, whatever else is in it; otherwise each of its characters is looked up alone.
/// </summary>
internal sealed class CharacterMapNormalizer : Normalizer
{
    /// <summary>A cluster of this many UTF-8 bytes is not looked up as a whole.</summary>
    private const int LongCluster = 6;

    private readonly CharacterMap _map;
    private readonly SearchValues<char> _plain;

    /// <summary>A normalizer with this map.</summary>
    public CharacterMapNormalizer(CharacterMap map)
    {
        _map = map;
        var plain = new List<char>();
        for (char c = ' '; c < 0x7F; c++)
        {
            if (map.IsPlain(c))
            {
                plain.Add(c);
            }
        }

        _plain = SearchValues.Create([.. plain]);
    }

    /// <inheritdoc/>
    public override void Apply(NormalizedStretch stretch)
    {
        ReadOnlySpan<char> chars = stretch.Chars;
        if (!chars.ContainsAnyExcept(_plain))
        {
            return;
        }

        PooledBuffer<CharacterChange> changes = stretch.Changes;
        changes.Clear();
        bool modified = false;
        for (int i = 0; i < chars.Length;)
        {
            // Between two ASCII letters there is always a boundary.
            int end = chars[i] is >= ' ' and < '\u007F' && (i + 1 == chars.Length || chars[i + 1] is >= ' ' and < '\u007F')
                ? i + 1
                : Graphemes.EndOf(chars, i);
            ReadOnlySpan<char> cluster = chars[i..end];
            if (!TryReplaceWhole(cluster, changes))
            {
                modified |= ReplaceEach(cluster, changes);
            }
            else
            {
                modified = true;
            }

            i = end;
        }

        if (!modified)
        {
            return;
        }

        AlignedWriter writer = stretch.Rewrite();
        foreach (CharacterChange change in changes.Written)
        {
            writer.Write(change.CodePoint, change.Length);
        }

        stretch.Commit();
    }

    private bool TryReplaceWhole(ReadOnlySpan<char> cluster, PooledBuffer<CharacterChange> changes)
    {
        // No unit needs more than three bytes.
        Span<byte> utf8 = stackalloc byte[3 * LongCluster];
        int length = cluster.Length < LongCluster ? Encoding.UTF8.GetBytes(cluster, utf8) : LongCluster;
        if (length >= LongCluster || !_map.TryFind(utf8[..length], out ReadOnlySpan<byte> replacement))
        {
            return false;
        }

        Replace(Character.Count(cluster), replacement, changes);
        return true;
    }

    private bool ReplaceEach(ReadOnlySpan<char> cluster, PooledBuffer<CharacterChange> changes)
    {
        Span<byte> utf8 = stackalloc byte[4];
        bool modified = false;
        for (int i = 0; i < cluster.Length;)
        {
            int codePoint = CodePoint.Read(cluster, ref i);
            int length = new Rune(codePoint).EncodeToUtf8(utf8);
            if (_map.TryFind(utf8[..length], out ReadOnlySpan<byte> replacement))
            {
                modified = true;
                Replace(1, replacement, changes);
            }
            else
            {
                changes.Add(new CharacterChange(codePoint, 0, 0));
            }
        }

        return modified;
    }

    /// <summary>
    /// Replaces some characters by others. What is too many counts as new; what is too few is taken off the last character
    /// written so far, even if it stands before these ones, and is forgotten where there is none.
    /// </summary>
    private static void Replace(int oldCount, ReadOnlySpan<byte> replacement, PooledBuffer<CharacterChange> changes)
    {
        int first = changes.Count;
        while (!replacement.IsEmpty)
        {
            Rune.DecodeFromUtf8(replacement, out Rune rune, out int consumed);
            replacement = replacement[consumed..];
            changes.Add(new CharacterChange(rune.Value, 0, 0));
        }

        int difference = changes.Count - first - oldCount;
        Span<CharacterChange> written = changes.Written;
        for (int i = 0; i < difference; i++)
        {
            ref CharacterChange change = ref written[written.Length - 1 - i];
            change = change with { Length = 1 };
        }

        if (difference < 0 && !written.IsEmpty)
        {
            written[^1] = written[^1] with { Length = written[^1].Length + difference };
        }
    }
}
