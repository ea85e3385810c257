using BertGen.Generator.Members;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Writing;

/// <summary>
/// A module of the written class, by its place in the state dict: a table, product or LayerNorm with weights, or a module
/// that holds others.
/// </summary>
internal sealed class TorchSharpModule(string name)
{
    private readonly List<TorchSharpModule> _children = [];
    private readonly Dictionary<string, TorchSharpModule> _byName = new(StringComparer.Ordinal);
    private bool _isJoined;

    /// <summary>Its last name, such as <c>word_embeddings</c>; a number where it is one of a list.</summary>
    public string Name { get; } = name;

    public IReadOnlyList<TorchSharpModule> Children => _children;

    /// <summary>The type of the runtime that holds its weights; null where it only holds modules.</summary>
    public string? LeafType { get; private set; }

    /// <summary>How the weights are loaded, a method of the runtime.</summary>
    public string? Loader { get; private set; }

    /// <summary>Those of its children that are one product; none where it only holds modules.</summary>
    public IReadOnlyList<TorchSharpModule> Joined => [.. _children.Where(child => child._isJoined)];

    public bool IsJoined => Joined.Count > 0;

    /// <summary>Whether its children are a list.</summary>
    public bool IsList => _children.Count > 0 && _children.All(child => child.Name.All(char.IsDigit));

    /// <summary>The modules that hold the weights of a class.</summary>
    public static TorchSharpModule Of(ClassPlan plan)
    {
        // The layers of all computations in their order, between what stands before and behind them.
        Op[] shared = [.. plan.Forward.Ops.TakeWhile(op => op is not LayerOp), .. plan.Layers, .. plan.Forward.Ops.Where(op => op is not LayerOp), .. plan.Pooler?.Ops ?? [], .. plan.Heads.SelectMany(head => head.Ops.Where(op => op is not LayerOp))];
        var root = new TorchSharpModule("");
        foreach (Op op in shared.SelectMany(op => op is LayerOp layer ? layer.Body : [op]))
        {
            root.Add(op);
        }

        return root;
    }

    private void Add(Op op)
    {
        if (op is LookupOp lookup)
        {
            string table = lookup.Table.Name;
            Find(table.Substring(0, table.LastIndexOf('.'))).SetLeaf(TorchNames.TableModule, "Table");
        }

        if (op is DistanceBiasOp distances)
        {
            string table = distances.Table.Name;
            Find(table.Substring(0, table.LastIndexOf('.'))).SetLeaf(TorchNames.TableModule, "Table");
        }

        foreach (WeightModule module in op.Modules)
        {
            foreach (string name in module.FullNames)
            {
                TorchSharpModule leaf = Find(name);
                leaf._isJoined |= module.LocalNames.Count > 1;
                (leaf.LeafType, leaf.Loader) = module switch
                {
                    LinearModule => (TorchNames.LinearModule, "Linear"),
                    NormModule norm => (TorchNames.NormModule, ManagedNames.NormLoader(norm)),
                    _ => throw new InvalidOperationException($"TorchSharp has no module for '{module}'."),
                };
            }
        }
    }

    private TorchSharpModule Find(string path)
    {
        TorchSharpModule module = this;
        foreach (string part in path.Split('.'))
        {
            if (!module._byName.TryGetValue(part, out TorchSharpModule child))
            {
                child = new TorchSharpModule(part);
                module._children.Add(child);
                module._byName.Add(part, child);
            }

            module = child;
        }

        return module;
    }

    /// <summary>Whether only some modules of a list have it.</summary>
    public bool IsOptional { get; private set; }

    /// <summary>The module of a list that has what any of them has; what others lack is marked.</summary>
    public TorchSharpModule Fullest()
    {
        TorchSharpModule fullest = _children.OrderByDescending(child => child.Leaves).First();
        foreach (TorchSharpModule other in _children)
        {
            fullest.Mark(other);
        }

        return fullest;
    }

    /// <summary>Names of the modules that only some of a list have, without what stands before them in it.</summary>
    public IEnumerable<string> Optional() => IsList
        ? Fullest()._children.SelectMany(child => child.OptionalUnder(""))
        : _children.SelectMany(child => child.Optional());

    private int Leaves => LeafType is null ? _children.Sum(child => child.Leaves) : 1;

    private IEnumerable<string> OptionalUnder(string path) =>
        IsOptional ? [path + Name] : _children.SelectMany(child => child.OptionalUnder(path + Name + "."));

    private void Mark(TorchSharpModule other)
    {
        foreach (TorchSharpModule child in _children)
        {
            if (!other._byName.TryGetValue(child.Name, out TorchSharpModule same))
            {
                child.IsOptional = true;
            }
            else
            {
                child.Mark(same);
            }
        }
    }

    private void SetLeaf(string type, string loader) => (LeafType, Loader) = (type, loader);
}
