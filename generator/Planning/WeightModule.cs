namespace BertGen.Generator.Planning;

/// <summary>The weights of one operation under one name: what the written class has a field for.</summary>
/// <param name="Role">What they are for; the name of their field in the written class.</param>
internal abstract record WeightModule(string Role)
{
    /// <summary>What stands before their names in the state dict: that of their layer, or nothing.</summary>
    public string Path { get; init; } = "";

    /// <summary>Names of the modules in the state dict that hold them, without what stands before.</summary>
    public abstract IReadOnlyList<string> LocalNames { get; }

    /// <summary>The whole names of these modules.</summary>
    public IEnumerable<string> FullNames => LocalNames.Select(name => Path + name);

    /// <summary>All tensors, as a checkpoint lists them.</summary>
    public abstract IEnumerable<Weight> All { get; }
}
