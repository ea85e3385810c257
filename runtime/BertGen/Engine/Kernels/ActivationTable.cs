namespace BertGen.Engine.Kernels;

/// <summary>What is done with the type of an activation.</summary>
internal interface IActivationUser
{
    void Use<TActivation>()
        where TActivation : struct, IActivation;
}

/// <summary>Every activation: its type, and the names that configs have for it. A new one is a line in each of the two.</summary>
internal static class ActivationTable
{
    private static readonly (Activation Activation, string[] Names)[] Named =
    [
        (Activation.Gelu, ["gelu", "gelu_python"]),
        (Activation.GeluTanh, ["gelu_new", "gelu_accurate", "gelu_fast", "gelu_pytorch_tanh", "gelu_python_tanh"]),
        (Activation.Relu, ["relu"]),
        (Activation.Silu, ["silu", "swish"]),
        (Activation.QuickGelu, ["quick_gelu"]),
        (Activation.Mish, ["mish"]),
        (Activation.Tanh, ["tanh"]),
    ];

    /// <summary>All names, with the activation of each.</summary>
    public static IEnumerable<(string Name, Activation Activation)> Names => Named.SelectMany(row => row.Names, (row, name) => (name, row.Activation));

    /// <summary>The activation that a config names; null where the name is unknown.</summary>
    public static Activation? Find(string name)
    {
        foreach ((string known, Activation activation) in Names)
        {
            if (known == name)
            {
                return activation;
            }
        }

        return null;
    }

    /// <summary>Hands the type of an activation over.</summary>
    public static void Use<TUser>(Activation activation, TUser user)
        where TUser : struct, IActivationUser
    {
        switch (activation)
        {
            case Activation.None:
                user.Use<NoActivation>();
                break;
            case Activation.Gelu:
                user.Use<GeluActivation>();
                break;
            case Activation.GeluTanh:
                user.Use<GeluTanhActivation>();
                break;
            case Activation.Relu:
                user.Use<ReluActivation>();
                break;
            case Activation.Silu:
                user.Use<SiluActivation>();
                break;
            case Activation.QuickGelu:
                user.Use<QuickGeluActivation>();
                break;
            case Activation.Mish:
                user.Use<MishActivation>();
                break;
            case Activation.Tanh:
                user.Use<TanhActivation>();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(activation), activation, "Unknown activation.");
        }
    }
}
