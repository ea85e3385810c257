using System.Collections;
using System.Diagnostics.CodeAnalysis;
using BertGen.Engine;

namespace BertGen.Training;

/// <summary>The parameters of a model in the order of its state dict. A compiled class derives one with a property for each.</summary>
public class ParameterSet : IReadOnlyList<Parameter>
{
    private readonly List<Parameter> _all = [];
    private readonly Dictionary<string, Parameter> _byName = new(StringComparer.Ordinal);

    /// <summary>A set of some parameters.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <exception cref="ArgumentException">Two of them have one name.</exception>
    public ParameterSet(params IEnumerable<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        foreach (Parameter parameter in parameters)
        {
            Add(parameter);
        }
    }

    /// <inheritdoc/>
    public int Count => _all.Count;

    /// <inheritdoc/>
    public Parameter this[int index] => _all[index];

    /// <summary>The parameter of a name.</summary>
    /// <param name="name">A name as in the state dict.</param>
    /// <exception cref="KeyNotFoundException">There is no parameter of that name.</exception>
    public Parameter this[string name] =>
        TryGet(name, out Parameter? parameter) ? parameter : throw new KeyNotFoundException($"No parameter is called '{name}'.");

    /// <summary>Looks a parameter up.</summary>
    /// <param name="name">A name as in the state dict.</param>
    /// <param name="parameter">The parameter, or null.</param>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(string name, [NotNullWhen(true)] out Parameter? parameter) => _byName.TryGetValue(name, out parameter);

    /// <summary>Sets every gradient to zero, as before each batch.</summary>
    public void ClearGradients()
    {
        foreach (Parameter parameter in _all)
        {
            parameter.Gradient.Clear();
        }
    }

    /// <inheritdoc/>
    public IEnumerator<Parameter> GetEnumerator() => _all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Adds a parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <returns>The same.</returns>
    /// <exception cref="ArgumentException">There is one of that name.</exception>
    protected Parameter Add(Parameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        if (!_byName.TryAdd(parameter.Name, parameter))
        {
            throw new ArgumentException($"There are two parameters called '{parameter.Name}'.");
        }

        _all.Add(parameter);
        return parameter;
    }

    /// <summary>Adds the parameters of a linear layer.</summary>
    /// <param name="packer">What they are read from.</param>
    /// <param name="name">Name of the layer, without <c>.weight</c> and <c>.bias</c>.</param>
    /// <returns>The parameters; weight decay does not apply to the bias.</returns>
    protected LinearParameters AddLinear(WeightPacker packer, string name)
    {
        ArgumentNullException.ThrowIfNull(packer);
        return new(Add(packer.Parameter(name + ".weight")), AddBias(packer, name));
    }

    /// <summary>Adds the parameters of a LayerNorm.</summary>
    /// <param name="packer">What they are read from.</param>
    /// <param name="name">Name of the norm, without <c>.weight</c> and <c>.bias</c>.</param>
    /// <returns>The parameters; weight decay applies to none.</returns>
    protected NormParameters AddNorm(WeightPacker packer, string name)
    {
        ArgumentNullException.ThrowIfNull(packer);
        return new(Add(packer.Parameter(name + ".weight", decays: false)), AddBias(packer, name));
    }

    private Parameter? AddBias(WeightPacker packer, string name) => packer.HasBias(name) ? Add(packer.Parameter(name + ".bias", decays: false)) : null;
}
