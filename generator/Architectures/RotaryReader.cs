using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Json;

namespace BertGen.Generator.Architectures;

/// <summary>Reads how positions turn queries and keys: <c>rope_parameters</c>, or the older <c>rope_theta</c> and <c>rope_scaling</c>.</summary>
internal static class RotaryReader
{
    public const string ObjectKey = "rope_parameters";
    public const string ThetaKey = "rope_theta";
    public const string OldObjectKey = "rope_scaling";

    private const string TypeKey = "rope_type";
    private const string OldTypeKey = "type";
    private const string FactorKey = "factor";

    /// <summary>Reads the rule of all layers.</summary>
    /// <param name="keys">The file.</param>
    /// <param name="root">Its object.</param>
    /// <param name="theta">The base where the file has none.</param>
    /// <param name="refused">Gets what is not computed.</param>
    /// <param name="types">Ways of scaling that are computed.</param>
    public static RotaryRule Read(KeyReader keys, JsonObject root, string theta, List<Refusal> refused, params string[] types)
    {
        JsonObject? parameters = keys.Object(root, ObjectKey);
        return Rule(keys, root, ThetaKey, parameters, keys.Object(root, OldObjectKey), theta, refused, types);
    }

    /// <summary>Reads one rule.</summary>
    /// <param name="keys">The file.</param>
    /// <param name="root">Where the older key for theta stands.</param>
    /// <param name="thetaKey">The older key.</param>
    /// <param name="parameters">The rule's object, if there is one.</param>
    /// <param name="old">The older object, if there is one.</param>
    /// <param name="theta">The base where the file has none.</param>
    /// <param name="refused">Gets what is not computed.</param>
    /// <param name="types">Ways of scaling that are computed.</param>
    public static RotaryRule Rule(
        KeyReader keys, JsonObject root, string thetaKey, JsonObject? parameters, JsonObject? old, string theta, List<Refusal> refused, params string[] types)
    {
        bool isOld = parameters is null || !keys.Has(parameters, ThetaKey);
        string found = ConfigLimits.Positive(keys, isOld ? root : parameters!, isOld ? thetaKey : ThetaKey, theta);
        if ((parameters ?? old) is not { } scaling)
        {
            return new RotaryRule(found);
        }

        string typeKey = keys.Has(scaling, TypeKey) ? TypeKey : OldTypeKey;
        string type = keys.Text(scaling, typeKey, RotaryRule.Plain);
        if (!types.Contains(type))
        {
            refused.Add(new Refusal(typeKey, $"\"{type}\"", string.Join(" or ", types.Select(known => $"\"{known}\""))));
            return new RotaryRule(found);
        }

        return type == RotaryRule.Plain ? new RotaryRule(found) : new RotaryRule(found, type, ConfigLimits.Positive(keys, scaling, FactorKey, "1.0"));
    }

    /// <summary>The keys of a rule that a config is compared by, and a saved one has.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="theta">The base where a file has none.</param>
    /// <param name="isOld">Whether a saved config has the older keys: its program reads no others.</param>
    public static IEnumerable<CompiledKey> Keys(RotaryRule rule, string theta, bool isOld = false)
    {
        if (isOld)
        {
            yield return new(KeyKind.Number, rule.Theta, theta, ThetaKey, ObjectKey + "." + ThetaKey);
            yield return new(KeyKind.Text, $"\"{rule.Type}\"", $"\"{RotaryRule.Plain}\"", OldObjectKey + "." + OldTypeKey, OldObjectKey + "." + TypeKey) { IsSaved = rule.IsScaled };
            if (rule.IsScaled)
            {
                yield return new(KeyKind.Number, rule.Factor, "1.0", OldObjectKey + "." + FactorKey);
            }

            yield break;
        }

        yield return new(KeyKind.Number, rule.Theta, theta, ObjectKey + "." + ThetaKey, ThetaKey);
        yield return new(KeyKind.Text, $"\"{rule.Type}\"", $"\"{RotaryRule.Plain}\"", ObjectKey + "." + TypeKey, ObjectKey + "." + OldTypeKey, OldObjectKey + "." + TypeKey, OldObjectKey + "." + OldTypeKey);
        if (rule.IsScaled)
        {
            yield return new(KeyKind.Number, rule.Factor, "1.0", ObjectKey + "." + FactorKey, OldObjectKey + "." + FactorKey);
        }
    }
}
