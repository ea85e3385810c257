using BertGen.Engine;

namespace BertGen.Sharing;

/// <summary>
/// Shares packed weights between the embedders of a process, block by block, so that classes with different plans over one
/// checkpoint share what they have in common.
/// </summary>
/// <remarks>
/// A block is found in two ways. By the unchanged file that it came from: then nothing is packed again, and who asks while
/// another packs it waits. Otherwise, after packing, by its values, compared to the bit: a copy of a file, or the same
/// tensor in another format, is held once too.
/// </remarks>
internal sealed class WeightCache
{
    private readonly Lock _gate = new();
    private readonly Dictionary<BlockName, NamedBlock> _named = [];
    private readonly Dictionary<WeightBlock, HeldBlock> _held = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<int, List<HeldBlock>> _byFingerprint = [];
    private long _packedCount;

    public static WeightCache Shared { get; } = new();

    /// <summary>Blocks held, and names under which they can be found.</summary>
    public (int Blocks, int Names) Counts
    {
        get
        {
            lock (_gate)
            {
                return (_held.Count, _named.Count);
            }
        }
    }

    /// <summary>How often a block has been packed.</summary>
    public long PackedCount => Interlocked.Read(ref _packedCount);

    /// <summary>A block of weights; give it back with <see cref="Return"/>.</summary>
    /// <param name="source">The file that it comes from, or null where that cannot be told.</param>
    /// <param name="recipe">What it is in that file.</param>
    /// <param name="fill">Packs it, where that has not been done yet.</param>
    /// <param name="arena">Where its memory is from then; null: by itself.</param>
    public WeightBlock Rent(string? source, WeightRecipe recipe, WeightFiller fill, WeightArena? arena = null)
    {
        if (source is null)
        {
            return Add(Pack(recipe.Count, fill, arena), null);
        }

        NamedBlock named = Find(new BlockName(source, recipe));
        lock (named.Packing)
        {
            return TryRent(named) ?? PackInto(named, recipe.Count, fill, arena);
        }
    }

    /// <summary>Gives a block back; it is freed when nobody has it any more.</summary>
    public void Return(WeightBlock block)
    {
        lock (_gate)
        {
            HeldBlock held = _held[block];
            if (--held.Users > 0)
            {
                return;
            }

            Remove(held);
        }

        block.Free();
    }

    private NamedBlock Find(BlockName name)
    {
        lock (_gate)
        {
            if (!_named.TryGetValue(name, out NamedBlock? named))
            {
                _named.Add(name, named = new NamedBlock(name));
            }

            return named;
        }
    }

    private WeightBlock? TryRent(NamedBlock named)
    {
        lock (_gate)
        {
            if (named.Held is { } held)
            {
                held.Users++;
            }

            return named.Held?.Block;
        }
    }

    private WeightBlock PackInto(NamedBlock named, nint count, WeightFiller fill, WeightArena? arena)
    {
        try
        {
            return Add(Pack(count, fill, arena), named);
        }
        catch
        {
            // Who waits packs for itself, and enters the name again when that succeeds.
            lock (_gate)
            {
                _named.Remove(named.Name);
            }

            throw;
        }
    }

    private WeightBlock Pack(nint count, WeightFiller fill, WeightArena? arena)
    {
        WeightBlock block = WeightBlock.Pack(count, fill, arena);
        Interlocked.Increment(ref _packedCount);
        return block;
    }

    /// <summary>Takes a block in, unless one with the same values is there: then that one takes its place.</summary>
    private WeightBlock Add(WeightBlock packed, NamedBlock? named)
    {
        int fingerprint = packed.Fingerprint();
        lock (_gate)
        {
            HeldBlock? held = _byFingerprint.GetValueOrDefault(fingerprint)?.Find(other => other.Block.HasValuesOf(packed));
            if (held is not null)
            {
                packed.Free();
            }
            else
            {
                held = new HeldBlock(packed, fingerprint);
                _held.Add(packed, held);
                if (!_byFingerprint.TryAdd(fingerprint, [held]))
                {
                    _byFingerprint[fingerprint].Add(held);
                }
            }

            held.Users++;
            if (named is not null)
            {
                named.Held = held;
                held.Names.Add(named);
                _named[named.Name] = named;
            }

            return held.Block;
        }
    }

    private void Remove(HeldBlock held)
    {
        _held.Remove(held.Block);
        List<HeldBlock> alike = _byFingerprint[held.Fingerprint];
        alike.Remove(held);
        if (alike.Count == 0)
        {
            _byFingerprint.Remove(held.Fingerprint);
        }

        foreach (NamedBlock named in held.Names)
        {
            named.Held = null;
            _named.Remove(named.Name);
        }
    }

    private readonly record struct BlockName(string Source, WeightRecipe Recipe);

    /// <summary>A name in an unchanged file, and its block once that is packed.</summary>
    private sealed class NamedBlock(BlockName name)
    {
        public BlockName Name { get; } = name;

        /// <summary>Held while the block is packed. Taken before the lock of the cache, never inside of it.</summary>
        public Lock Packing { get; } = new();

        public HeldBlock? Held { get; set; }
    }

    /// <summary>A block, and who has it.</summary>
    private sealed class HeldBlock(WeightBlock block, int fingerprint)
    {
        public WeightBlock Block { get; } = block;

        public int Fingerprint { get; } = fingerprint;

        /// <summary>All names that it can be found by: a copy of a file gives it another one.</summary>
        public List<NamedBlock> Names { get; } = [];

        public int Users { get; set; }
    }
}
