using BertGen.Common.Texts;

namespace BertGen.Generator.Configuration;

/// <summary>The activations that a plan can hold; the runtime has the same names.</summary>
internal enum Activation
{
    None,
    Gelu,
    GeluTanh,
    Relu,
    Silu,
    QuickGelu,
    Mish,
    Tanh,
}

/// <summary>The names of activations in configs, all that is known of them here: the rest is what the runtime computes.</summary>
internal static class Activations
{
    private static readonly (string Name, Activation Activation)[] Table =
    [
        ("gelu", Activation.Gelu),
        ("gelu_python", Activation.Gelu),
        ("gelu_new", Activation.GeluTanh),
        ("gelu_accurate", Activation.GeluTanh),
        ("gelu_fast", Activation.GeluTanh),
        ("gelu_pytorch_tanh", Activation.GeluTanh),
        ("gelu_python_tanh", Activation.GeluTanh),
        ("relu", Activation.Relu),
        ("silu", Activation.Silu),
        ("swish", Activation.Silu),
        ("quick_gelu", Activation.QuickGelu),
        ("mish", Activation.Mish),
        ("tanh", Activation.Tanh),
    ];

    /// <summary>Names that the reference knows and that mean other functions: none of ours is a slip for one of them.</summary>
    private static readonly HashSet<string> Others = new(StringComparer.Ordinal)
    {
        "gelu_10", "hardswish", "laplace", "leaky_relu", "linear", "prelu", "relu2", "relu6", "sigmoid", "sqrtsoftplus", "xielu",
    };

    public static IEnumerable<string> Names => Table.Select(row => row.Name);

    /// <summary>The activation that a config names; null where the name is unknown.</summary>
    public static Activation? Parse(string name) =>
        Array.Find(Table, row => row.Name == name) is { Name: not null } found ? found.Activation : null;

    /// <summary>The name that was meant by a slip; null where none was, or the name means another function.</summary>
    public static string? Meant(string name) => Others.Contains(name) ? null : EditDistance.Nearest(name, Names);
}
