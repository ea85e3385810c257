using BertGen.Generator.Diagnostics;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Checking;

/// <summary>Checks that the modules of a class for TorchSharp, which have the names of the model's tensors, meet no member of the user's.</summary>
internal static class ModuleNameCheck
{
    public static IEnumerable<Finding> Check(EmbedderSpec spec)
    {
        // A class without members has its own name alone.
        var names = new HashSet<string>(NamesOf(spec), StringComparer.Ordinal);
        return spec.Class.OwnNames.Where(names.Contains).Select(name => Finding.Of(Descriptors.MemberNameTaken, Place.Member(name), spec.Class.Name, name));
    }

    /// <summary>The names that a class has for the modules of a model.</summary>
    public static IEnumerable<string> NamesOf(EmbedderSpec spec) => NamesOf(PlanBuilder.WeightsOf(spec)).Distinct();

    private static IEnumerable<string> NamesOf(IEnumerable<Weight> weights)
    {
        foreach (string[] path in weights.Where(weight => !weight.IsOptional).Select(weight => weight.Name.Split('.')))
        {
            yield return TorchNames.Property(path[0]);
            if (path.Length > 2)
            {
                yield return TorchNames.ClassOf(path[0]);
            }
        }
    }
}
