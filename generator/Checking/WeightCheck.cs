using BertGen.Common.Weights;
using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Checking;

/// <summary>
/// Checks the weights that are there at build time against the tensors that the compiled class will ask for, by the rules
/// of loading: a prefix, old names of LayerNorms, and tensors that nobody asks for are fine.
/// </summary>
internal sealed class WeightCheck
{
    private const int MostFindings = 10;
    private static readonly string[] Types = ["F32", "F16", "BF16", "F64"];

    private readonly StoredWeights _weights;
    private readonly IReadOnlyList<string> _before;
    private readonly IReadOnlyList<(string Name, string[] Parts)> _others;
    private readonly Dictionary<string, string> _prefixes = new(StringComparer.Ordinal);

    private WeightCheck(StoredWeights weights, Architectures.Architecture family, IEnumerable<Weight> table)
    {
        (_weights, _before, _others) = (weights, family.Prefixes, family.OtherNames);

        // One choice for each group that there is anything of, the bare names first: spellings are not mixed.
        foreach (Weight weight in table)
        {
            if (Find("", weight.Name) is not null)
            {
                _prefixes[GroupOf(weight)] = "";
            }
            else if (!_prefixes.ContainsKey(GroupOf(weight)) && !weight.IsHead
                && _before.FirstOrDefault(prefix => Find(prefix, weight.Name) is not null) is { } before)
            {
                _prefixes.Add(GroupOf(weight), before);
            }
        }
    }

    public static IEnumerable<Finding> Check(EmbedderSpec spec, StoredWeights weights)
    {
        if (weights.Problem is { } problem)
        {
            return [Finding.Of(Descriptors.WeightsUnreadable, Place.Model, weights.Name, spec.Model, problem)];
        }

        Weight[] table = [.. PlanBuilder.WeightsOf(spec)];
        var check = new WeightCheck(weights, spec.Architecture, table);
        (Weight Weight, string Found)[] problems =
        [
            .. table.Select(weight => (weight, check.ProblemOf(weight))).Where(pair => pair.Item2 is not null).Select(pair => (pair.weight, pair.Item2!)),
        ];
        if (check.FindWrapper(table) is var (first, found, wrapper))
        {
            string remedy = $": all names begin with '{wrapper}', which the reference does not take away and then runs on random weights; save them without it";
            return [Finding.Of(Descriptors.WeightsDoNotFit, Place.Model, first.Name, first.Shape, weights.Name, $"'{found}' in its place", remedy)];
        }

        return problems.Take(MostFindings).Select((pair, index) =>
        {
            int more = index == MostFindings - 1 ? problems.Length - MostFindings : 0;
            string rest = (more > 0 ? $"; {NumberText.Plain(more)} more do not fit" : "") + ": the weights and the config belong to different models";
            return Finding.Of(Descriptors.WeightsDoNotFit, Place.Model, pair.Weight.Name, pair.Weight.Shape, weights.Name, pair.Found, rest);
        });
    }

    /// <summary>What stands before every name that is needed, where no name is there without it: what a program put around the model when it saved it.</summary>
    private (Weight First, string Found, string Wrapper)? FindWrapper(IReadOnlyList<Weight> table)
    {
        Weight[] needed = [.. table.Where(weight => weight is { IsOptional: false, IsHead: false })];
        if (needed.Length == 0 || _prefixes.ContainsKey(""))
        {
            return null;
        }

        foreach (string found in Spellings("", needed[0].Name).SelectMany(name => _weights.EndingWith("." + name)))
        {
            string wrapper = Spellings("", needed[0].Name).Where(name => found.EndsWith("." + name, StringComparison.Ordinal)).Select(name => found.Substring(0, found.Length - name.Length)).First();
            if (Array.TrueForAll(needed, weight => Find(wrapper, weight.Name) is not null))
            {
                return (needed[0], found, wrapper);
            }
        }

        return null;
    }

    /// <summary>What was found in place of a tensor; null where it fits.</summary>
    private string? ProblemOf(Weight weight)
    {
        bool isPresent = _prefixes.TryGetValue(GroupOf(weight), out string prefix);
        if (isPresent && Find(prefix, weight.Name) is { } tensor)
        {
            return tensor.Shape != weight.Shape ? "shape " + tensor.Shape : Types.Contains(tensor.Type) ? null : "values of type " + tensor.Type;
        }

        if (weight.StandIn is { } other && (other.IsHead ? Find("", other.Name) : _before.Prepend("").Select(before => Find(before, other.Name)).FirstOrDefault(found => found is not null)) is { } stand)
        {
            return stand.Shape != weight.Shape ? $"shape {stand.Shape} of '{stand.Name}', which takes its place" : Types.Contains(stand.Type) ? null : "values of type " + stand.Type;
        }

        bool isAllowed = weight.IsOptional && !isPresent;
        IEnumerable<string> standIns = weight.StandIn is { } away ? _before.Prepend("").SelectMany(before => Spellings(before, away.Name)) : [];
        bool isOutOfSight = new[] { prefix ?? "" }.Concat(_before).SelectMany(before =>
            Spellings(before, weight.Name).Concat(OtherParts(before, weight.Name).SelectMany(parts => parts))).Concat(standIns).Any(_weights.IsOutOfSight);
        return isAllowed || isOutOfSight ? null : "no such tensor";
    }

    private StoredTensor? Find(string prefix, string name) =>
        Spellings(prefix, name).Select(_weights.Find).FirstOrDefault(tensor => tensor is not null)
        ?? OtherParts(prefix, name).Select(FindParts).FirstOrDefault(tensor => tensor is not null);

    /// <summary>The tensors of all names as one: their rows one below the other.</summary>
    private StoredTensor? FindParts(string[] names)
    {
        StoredTensor?[] found = [.. names.Select(_weights.Find)];
        return Array.TrueForAll(found, part => part is not null) ? StoredTensor.Join(found!) : null;
    }

    private IEnumerable<string[]> OtherParts(string prefix, string name) => _others
        .Where(other => NamePattern.Apply(other.Name, "", name) is not null)
        .Select(other => other.Parts.Select(part => prefix + NamePattern.Apply(other.Name, part, name)).ToArray());

    private static IEnumerable<string> Spellings(string prefix, string name)
    {
        const string Weight = "LayerNorm.weight";
        const string Bias = "LayerNorm.bias";
        yield return prefix + name;
        if (name.EndsWith(Weight, StringComparison.Ordinal))
        {
            yield return prefix + name.Substring(0, name.Length - Weight.Length) + "LayerNorm.gamma";
        }
        else if (name.EndsWith(Bias, StringComparison.Ordinal))
        {
            yield return prefix + name.Substring(0, name.Length - Bias.Length) + "LayerNorm.beta";
        }
    }

    // Optional tensors are no part of the encoder: those that share the first part of their name stand or fall together. Nor is a head.
    private static string GroupOf(Weight weight) => weight.IsOptional ? weight.Name.Split('.')[0] : weight.IsHead ? "head" : "";
}
