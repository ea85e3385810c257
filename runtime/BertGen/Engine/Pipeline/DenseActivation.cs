using System.ComponentModel;

namespace BertGen.Engine.Pipeline;

/// <summary>Activations of <see cref="DenseModule"/> and of scores: the modules of torch that are made without arguments, by their names.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum DenseActivation
{
    /// <summary>x.</summary>
    Identity,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>max(x, 0).</summary>
    ReLU,

    /// <summary>x times the normal distribution function of x.</summary>
    GELU,

    /// <summary>1 / (1 + exp(-x)).</summary>
    Sigmoid,

    /// <summary>x times the sigmoid of x.</summary>
    SiLU,

    /// <summary>x, or 0.01 x below zero.</summary>
    LeakyReLU,

    /// <summary>x, or exp(x) - 1 below zero.</summary>
    ELU,

    /// <summary>ELU with the scales of self-normalizing networks.</summary>
    SELU,

    /// <summary>ELU, continuously differentiable; equal to it with the default factor.</summary>
    CELU,

    /// <summary>log(1 + exp(x)).</summary>
    Softplus,

    /// <summary>min(max(x, 0), 6).</summary>
    ReLU6,

    /// <summary>min(max(x, -1), 1).</summary>
    Hardtanh,

    /// <summary>min(max(x + 3, 0), 6) / 6.</summary>
    Hardsigmoid,

    /// <summary>x times Hardsigmoid.</summary>
    Hardswish,

    /// <summary>x tanh(Softplus).</summary>
    Mish,

    /// <summary>The logarithm of the sigmoid.</summary>
    LogSigmoid,

    /// <summary>x / (1 + |x|).</summary>
    Softsign,

    /// <summary>x - tanh(x).</summary>
    Tanhshrink,

    /// <summary>x less 0.5 of its size, 0 in between.</summary>
    Softshrink,

    /// <summary>x, 0 where its size is at most 0.5.</summary>
    Hardshrink,

    /// <summary>exp(x), divided by the sum over the vector.</summary>
    Softmax,

    /// <summary>Softmax of -x.</summary>
    Softmin,

    /// <summary>The logarithm of Softmax.</summary>
    LogSoftmax,
}
