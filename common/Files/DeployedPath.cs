namespace BertGen.Common.Files;

/// <summary>
/// Where a model lies beside a program: the path of the attribute, from the folder of the program. The build copies it there, and the
/// program looks for it there, by this one rule.
/// </summary>
internal static class DeployedPath
{
    /// <summary>The names that a model's config has.</summary>
    public static readonly string[] ConfigNames = ["config.json", "bert_config.json"];

    private static readonly char[] Separators = ['/', '\\'];

    /// <summary>
    /// The path from the folder of the program, with forward slashes and no <c>..</c>: what leads out of the project at the beginning is
    /// left out, of an absolute path the last name is kept, and a config stands for its folder.
    /// </summary>
    /// <param name="model">The path or name of a model as an attribute has it.</param>
    /// <returns>The path; empty for a model in the project folder itself.</returns>
    public static string Of(string model)
    {
        var names = new List<string>();
        foreach (string name in model.Split(Separators))
        {
            if (name == ".." && names.Count > 0)
            {
                names.RemoveAt(names.Count - 1);
            }
            else if (name is not ("" or "." or ".."))
            {
                names.Add(name);
            }
        }

        if (names.Count > 0 && IsConfig(names[names.Count - 1]))
        {
            names.RemoveAt(names.Count - 1);
        }

        bool isAbsolute = model.Length > 0 && (model[0] is '/' or '\\' || (model.Length > 1 && model[1] == ':'));
        return isAbsolute && names.Count > 0 ? names[names.Count - 1] : string.Join("/", names);
    }

    /// <summary>Whether a name is that of a model's config.</summary>
    /// <param name="name">The name of a file.</param>
    public static bool IsConfig(string name) => Array.IndexOf(ConfigNames, name) >= 0;
}
