namespace BertGen.Engine;

/// <summary>Activation functions of the intermediate layer, named as in a config's <c>hidden_act</c>.</summary>
public enum Activation
{
    /// <summary>The identity.</summary>
    None,

    /// <summary><c>gelu</c>: x * (1 + erf(x / sqrt(2))) / 2.</summary>
    Gelu,

    /// <summary>
    /// <c>gelu_new</c> and <c>gelu_pytorch_tanh</c>: x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))) / 2.
    /// </summary>
    GeluTanh,

    /// <summary><c>relu</c>: max(x, 0).</summary>
    Relu,

    /// <summary><c>silu</c> and <c>swish</c>: x / (1 + exp(-x)).</summary>
    Silu,
}
