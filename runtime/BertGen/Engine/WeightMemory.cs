using System.ComponentModel;
using System.Runtime.InteropServices;
using BertGen.Sharing;

namespace BertGen.Engine;

/// <summary>
/// The packed weights that one embedder holds. A call holds it while it runs, so that disposing an embedder in the middle of
/// a call frees nothing before that call has ended.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed unsafe class WeightMemory : SafeHandle
{
    private readonly List<(WeightBlock Block, WeightCache? Cache)> _blocks = [];
    private readonly Dictionary<nint, string> _names = [];
    private readonly WeightArena _arena = new();
    private WeightCache? _cache;
    private readonly string? _source;

    /// <param name="cache">Where blocks are shared; null: this embedder has its own.</param>
    /// <param name="source">What is told to the cache of the file that is loaded.</param>
    internal WeightMemory(WeightCache? cache, string? source)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        (_cache, _source) = (cache, source);

        // SafeHandle frees only valid handles; the blocks are what is owned.
        SetHandle(1);
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;

    /// <summary>The compiled class that uses them; null until it has them.</summary>
    internal Type? Owner { get; set; }

    /// <summary>Bytes held, those that are shared with other embedders included.</summary>
    public long Bytes { get; private set; }

    /// <summary>Packed values: what the cache has of that recipe, else what <paramref name="fill"/> writes.</summary>
    /// <param name="recipe">What the block is.</param>
    /// <param name="fill">Writes all of its values.</param>
    internal float* Block(WeightRecipe recipe, WeightFiller fill)
    {
        WeightBlock block = _cache?.Rent(_source, recipe, fill, _arena) ?? WeightBlock.Pack(recipe.Count, fill, _arena);
        _blocks.Add((block, _cache));
        _names[(nint)block.Values] = recipe.Tensors;
        Bytes += block.Bytes;
        return block.Values;
    }

    /// <summary>What a block is: the tensors in it.</summary>
    internal string NameOf(float* values) => _names.TryGetValue((nint)values, out string? name) ? name : "without a name";

    /// <summary>Blocks from here on are this embedder's own.</summary>
    internal void StopSharing() => _cache = null;

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        foreach ((WeightBlock block, WeightCache? cache) in _blocks)
        {
            if (cache is null)
            {
                block.Free();
            }
            else
            {
                cache.Return(block);
            }
        }

        _blocks.Clear();
        return true;
    }
}
