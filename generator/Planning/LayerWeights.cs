using BertGen.Generator.Common;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Planning;

/// <summary>The weights that one layer has, or that layers share.</summary>
/// <param name="Place">The first layer that has them.</param>
/// <param name="Modules">What they are, with the names in the layer.</param>
/// <param name="Type">A name for all that have the same modules, such as <c>Layer</c>.</param>
internal sealed record LayerWeights(LayerPlace Place, EquatableArray<WeightModule> Modules, string Type)
{
    /// <summary>The tensors, with the names in the layer.</summary>
    public IEnumerable<Weight> Tensors => Modules.SelectMany(module => module.All);

    /// <summary>The weights of layers, lowest first.</summary>
    public static IReadOnlyList<LayerWeights> Of(IEnumerable<LayerOp> calls)
    {
        var names = new LayerNames();
        var types = new Dictionary<EquatableArray<WeightModule>, string>();
        var all = new List<LayerWeights>();
        foreach (IGrouping<string, LayerOp> group in calls.OrderBy(call => call.Place.Number).GroupBy(call => call.Place.Path))
        {
            LayerPlace place = group.First().Place;
            EquatableArray<WeightModule> modules = group.SelectMany(call => call.Function.Body.SelectMany(op => op.Modules)).Distinct().ToEquatable();
            if (!types.TryGetValue(modules, out string type))
            {
                types.Add(modules, type = names.Next(place));
            }

            all.Add(new LayerWeights(place, modules, type));
        }

        return all;
    }
}
