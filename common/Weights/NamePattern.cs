namespace BertGen.Common.Weights;

/// <summary>Names of modules in a state dict, with <c>*</c> for the number of a layer.</summary>
internal static class NamePattern
{
    /// <summary>What a tensor is called where its module is called otherwise.</summary>
    /// <param name="pattern">The name of the module.</param>
    /// <param name="other">Its other name, with the same number.</param>
    /// <param name="tensor">The name of the tensor: that of a module, a dot, and the last part.</param>
    /// <returns>The other name of the tensor; null where it is of another module.</returns>
    public static string? Apply(string pattern, string other, string tensor)
    {
        int dot = tensor.LastIndexOf('.');
        string module = dot < 0 ? "" : tensor.Substring(0, dot);
        int star = pattern.IndexOf('*');
        if (star < 0)
        {
            return module == pattern ? other + tensor.Substring(dot) : null;
        }

        string before = pattern.Substring(0, star), after = pattern.Substring(star + 1);
        int length = module.Length - before.Length - after.Length;
        if (length < 1 || !module.StartsWith(before, StringComparison.Ordinal) || !module.EndsWith(after, StringComparison.Ordinal))
        {
            return null;
        }

        string number = module.Substring(star, length);
        foreach (char digit in number)
        {
            if (digit is < '0' or > '9')
            {
                return null;
            }
        }

        return other.Replace("*", number) + tensor.Substring(dot);
    }
}
