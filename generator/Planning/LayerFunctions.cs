using BertGen.Generator.Common;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning;

/// <summary>The functions that layers are calls of, by names that tell them apart.</summary>
internal sealed class LayerFunctions
{
    private readonly Dictionary<LayerFunction, NamedFunction> _byFunction = [];

    /// <param name="calls">All calls.</param>
    public LayerFunctions(IEnumerable<LayerOp> calls)
    {
        var names = new LayerNames();
        foreach (IGrouping<LayerFunction, LayerOp> group in calls.OrderBy(call => call.Place.Number).GroupBy(call => call.Function))
        {
            LayerOp[] own = [.. group];
            _byFunction.Add(group.Key, new NamedFunction(names.Next(own[0].Place), own));
        }
    }

    /// <summary>All functions, by the lowest layer that calls them.</summary>
    public IReadOnlyList<NamedFunction> All => [.. _byFunction.Values.OrderBy(function => function.Calls[0].Place.Number)];

    /// <summary>The function of a call.</summary>
    public NamedFunction Of(LayerOp call) => _byFunction.TryGetValue(call.Function, out NamedFunction function)
        ? function
        : throw new InvalidOperationException($"'{call}' calls what is none of the functions.");
}

/// <summary>A function with its name, such as <c>Layer</c> or <c>GlobalLayer</c>.</summary>
internal sealed record NamedFunction(string Name, IReadOnlyList<LayerOp> Calls)
{
    /// <summary>Whether some calls drop rows and others do not, so that the body has to ask.</summary>
    public bool IsNarrowAnOption { get; } = Calls.Select(call => call.Body.Any(op => op is SelectOp or Gradients.WidenOp)).Distinct().Count() > 1;

    /// <summary>A call whose body has everything that the body of any has: the one with the most operations, the topmost of them.</summary>
    public LayerOp Template { get; } = Calls.OrderByDescending(call => call.Body.Length).ThenByDescending(call => call.Place.Number).First();
}

/// <summary>Names for what belongs to layers of a kind: those that have one kind and are not alike get the number of their layer.</summary>
internal sealed class LayerNames
{
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public string Next(LayerPlace place)
    {
        string name = place.Kind + "Layer";
        if (!_taken.Add(name))
        {
            name += NumberText.Plain(place.Number);
            _taken.Add(name);
        }

        return name;
    }
}
