namespace BertGen.Generator.Checking.Pipeline;

/// <summary>The activations of torch that folders name by their paths and that the runtime has by the same names.</summary>
internal static class TorchActivations
{
    private const string Library = "torch.";

    public static readonly string[] Names =
    [
        "Identity", "Tanh", "ReLU", "GELU", "Sigmoid", "SiLU", "LeakyReLU", "ELU", "SELU", "CELU", "Softplus", "ReLU6", "Hardtanh", "Hardsigmoid",
        "Hardswish", "Mish", "LogSigmoid", "Softsign", "Tanhshrink", "Softshrink", "Hardshrink", "Softmax", "Softmin", "LogSoftmax",
    ];

    /// <summary>The class that a path names; null where it is no path of torch.</summary>
    public static string? NameOf(string? path) =>
        path?.StartsWith(Library, StringComparison.Ordinal) == true ? path.Substring(path.LastIndexOf('.') + 1) : null;
}
