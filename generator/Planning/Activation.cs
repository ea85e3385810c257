namespace BertGen.Generator.Planning;

/// <summary>The activations that a plan can hold; the runtime has the same names, and <c>Tanh</c> is the pooler's.</summary>
internal enum Activation
{
    None,
    Gelu,
    GeluTanh,
    Relu,
    Silu,
    Tanh,
}

/// <summary>The names of activations in configs.</summary>
internal static class Activations
{
    public static readonly string[] Names = ["gelu", "gelu_new", "gelu_pytorch_tanh", "relu", "silu", "swish"];

    public static Activation? Parse(string name) => name switch
    {
        "gelu" => Activation.Gelu,
        "gelu_new" or "gelu_pytorch_tanh" => Activation.GeluTanh,
        "relu" => Activation.Relu,
        "silu" or "swish" => Activation.Silu,
        _ => null,
    };
}
