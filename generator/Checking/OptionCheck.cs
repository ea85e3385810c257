using BertGen.Generator.Common;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking;

/// <summary>
/// Checks what can be said of an attribute and its class without the model. The analyzer reports these findings; the
/// generator only asks whether there are any.
/// </summary>
internal static class OptionCheck
{
    public static IEnumerable<Finding> Check(EmbedderOptions options) =>
    [
        .. ClassCheck.Check(options.Class),
        .. Model(options),
        .. Mix(options),
        .. Window(options),
        .. Features(options),
        .. PrecisionCheck.Check(options),
        .. TorchSharpCheck.Check(options),
    ];

    private static IEnumerable<Finding> Model(EmbedderOptions options)
    {
        if (options.HasBothAttributes)
        {
            yield return Finding.Of(Descriptors.TwoAttributes, Place.SecondAttribute, options.Class.Name);
        }

        string? problem = options.Model switch
        {
            null or "" => "is empty",
            { } path when path.Trim().Length == 0 => "is empty",
            { } path when path.Any(char.IsControl) => "has control characters",
            { } path when path.Contains("://") => $"'{path}' is an address, and nothing is downloaded while compiling",
            { } path when PathText.IsRooted(path) => $"'{path}' is absolute, and would work on this machine alone",
            _ => null,
        };
        if (problem is not null)
        {
            yield return Finding.Of(Descriptors.ModelPath, Place.Model, problem);
        }
    }

    private static IEnumerable<Finding> Mix(EmbedderOptions options)
    {
        const string Name = nameof(EmbedderOptions.ScalarMixParameters);
        if (options is { EmbedScalarMix: true, TopLayerOnly: true })
        {
            yield return Finding.Of(
                Descriptors.EmbedMixAlone, Place.Argument(nameof(options.EmbedScalarMix)), "TopLayerOnly = true leaves no mix", "remove TopLayerOnly");
        }

        if (options.ScalarMixParameters is not { } parameters)
        {
            yield break;
        }

        if (options.TopLayerOnly)
        {
            yield return Finding.Of(Descriptors.MixWithTopLayer, Place.Argument(Name));
        }

        for (int i = 0; i < parameters.Count; i++)
        {
            if (double.IsNaN(parameters[i]) || double.IsPositiveInfinity(parameters[i]))
            {
                string number = double.IsNaN(parameters[i]) ? "NaN" : "positive infinity";
                yield return Finding.Of(Descriptors.MixParameter, Place.Element(Name, i), NumberText.Plain(i), number);
            }
        }

        if (parameters.All(double.IsNegativeInfinity))
        {
            string problem = parameters.Count == 0 ? "is empty" : "holds nothing but negative infinity";
            yield return Finding.Of(Descriptors.MixDropsAll, Place.Argument(Name), problem);
        }
    }

    private static IEnumerable<Finding> Window(EmbedderOptions options)
    {
        if (options.StartTokens < 0)
        {
            yield return Negative(nameof(options.NumStartTokens), options.StartTokens);
        }

        if (options.EndTokens < 0)
        {
            yield return Negative(nameof(options.NumEndTokens), options.EndTokens);
        }

        if (options is { MaxPieces: { } pieces, StartTokens: >= 0, EndTokens: >= 0 } && pieces < WindowSize.Least(options))
        {
            yield return WindowSize.TooSmall(options, pieces, Place.Argument(nameof(options.MaxPieces)));
        }
    }

    private static Finding Negative(string name, int value) =>
        Finding.Of(Descriptors.NegativeTokens, Place.Argument(name), name, NumberText.Plain(value));

    private static IEnumerable<Finding> Features(EmbedderOptions options)
    {
        if (options.Pooling is { } pooling && !Enum.IsDefined(typeof(Pooling), pooling))
        {
            yield return Undefined<Pooling>(nameof(options.Pooling), (int)pooling);
        }

        if (!Enum.IsDefined(typeof(Head), options.Head))
        {
            yield return Undefined<Head>(nameof(options.Head), (int)options.Head);
        }

        if (!Enum.IsDefined(typeof(Target), options.Target))
        {
            yield return Undefined<Target>(nameof(options.Target), (int)options.Target);
        }

        foreach ((string name, bool isGiven) in TrainingOptions(options))
        {
            if (isGiven && !options.RequiresGrad)
            {
                yield return Finding.Of(Descriptors.TrainingAlone, Place.Argument(name), name);
            }
        }
    }

    private static IEnumerable<(string Name, bool IsGiven)> TrainingOptions(EmbedderOptions options) =>
    [
        (nameof(options.FreezeEmbeddings), options.FreezeEmbeddings is not null),
        (nameof(options.FrozenLayers), options.FrozenLayers is not null),
        (nameof(options.Checkpointing), options.Checkpointing is not null),
    ];

    internal static Finding Undefined<T>(string name, int value)
        where T : struct, Enum =>
        Finding.Of(
            Descriptors.EnumValue,
            Place.Argument(name),
            name,
            NumberText.Plain(value),
            "Bert" + typeof(T).Name,
            string.Join(", ", Enum.GetNames(typeof(T))));
}
