namespace BertGen.Torch;

/// <summary>Names of modules in a state dict.</summary>
internal static class StateNames
{
    /// <summary>The name of a module in the one that holds it: the last part of its path.</summary>
    public static string Last(string path) => path[(path.LastIndexOf('.') + 1)..];
}
