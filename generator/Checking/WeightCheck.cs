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
    private readonly Dictionary<string, string> _prefixes = new(StringComparer.Ordinal);

    private WeightCheck(StoredWeights weights, IReadOnlyList<string> prefixes, IEnumerable<Weight> table)
    {
        (_weights, _before) = (weights, prefixes);

        // One choice for each group that there is anything of, the bare names first: spellings are not mixed.
        foreach (Weight weight in table)
        {
            if (Find("", weight.Name) is not null)
            {
                _prefixes[GroupOf(weight)] = "";
            }
            else if (!_prefixes.ContainsKey(GroupOf(weight)) && !weight.IsHead
                && prefixes.FirstOrDefault(prefix => Find(prefix, weight.Name) is not null) is { } before)
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
        var check = new WeightCheck(weights, spec.Architecture.Prefixes, table);
        (Weight Weight, string Found)[] problems =
        [
            .. table.Select(weight => (weight, check.ProblemOf(weight))).Where(pair => pair.Item2 is not null).Select(pair => (pair.weight, pair.Item2!)),
        ];
        return problems.Take(MostFindings).Select((pair, index) =>
        {
            int more = index == MostFindings - 1 ? problems.Length - MostFindings : 0;
            string rest = more > 0 ? $"; {NumberText.Plain(more)} more do not fit" : "";
            return Finding.Of(Descriptors.WeightsDoNotFit, Place.Model, pair.Weight.Name, pair.Weight.Shape, weights.Name, pair.Found, rest);
        });
    }

    /// <summary>What was found in place of a tensor; null where it fits.</summary>
    private string? ProblemOf(Weight weight)
    {
        bool isPresent = _prefixes.TryGetValue(GroupOf(weight), out string prefix);
        if (isPresent && Find(prefix, weight.Name) is { } tensor)
        {
            return tensor.Shape != weight.Shape ? "shape " + tensor.Shape : Types.Contains(tensor.Type) ? null : "values of type " + tensor.Type;
        }

        bool isAllowed = weight.IsOptional && !isPresent;
        bool isOutOfSight = Spellings(prefix ?? "", weight.Name).Concat(_before.SelectMany(before => Spellings(before, weight.Name))).Any(_weights.IsOutOfSight);
        return isAllowed || isOutOfSight ? null : "no such tensor";
    }

    private StoredTensor? Find(string prefix, string name) => Spellings(prefix, name).Select(_weights.Find).FirstOrDefault(tensor => tensor is not null);

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
