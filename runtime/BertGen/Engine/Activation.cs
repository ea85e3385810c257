using System.ComponentModel;

namespace BertGen.Engine;

/// <summary>Activation functions, by the names that configs have for them. All that is known of one is in <see cref="Kernels.ActivationTable"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum Activation
{
    /// <summary>The identity.</summary>
    None,

    /// <summary><c>gelu</c> and <c>gelu_python</c>: x * (1 + erf(x / sqrt(2))) / 2.</summary>
    Gelu,

    /// <summary>
    /// <c>gelu_new</c>, <c>gelu_accurate</c>, <c>gelu_fast</c>, <c>gelu_pytorch_tanh</c> and <c>gelu_python_tanh</c>:
    /// x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 x^3))) / 2.
    /// </summary>
    GeluTanh,

    /// <summary><c>relu</c>: max(x, 0).</summary>
    Relu,

    /// <summary><c>silu</c> and <c>swish</c>: x / (1 + exp(-x)).</summary>
    Silu,

    /// <summary><c>quick_gelu</c>: x / (1 + exp(-1.702 x)).</summary>
    QuickGelu,

    /// <summary><c>mish</c>: x * tanh(log(1 + exp(x))).</summary>
    Mish,

    /// <summary><c>tanh</c>.</summary>
    Tanh,
}
