namespace BertGen.Generator.Diagnostics;

/// <summary>
/// What a finding points at, by name: an attribute argument, a member or a key of a file. Names do not move when text
/// does, so findings stay equal; <see cref="Position"/> turns a name into a line and column when it is reported.
/// </summary>
/// <param name="File">The file of a key, or null for a place in C#.</param>
/// <param name="Name">The argument, member or key; empty for the class or the file as a whole.</param>
internal readonly record struct Place(string? File, string Name)
{
    /// <summary>The class identifier.</summary>
    public static Place Class => new(null, "");

    /// <summary>The model argument of the attribute.</summary>
    public static Place Model => Argument("Model");

    /// <summary>The attribute that there is one too many of.</summary>
    public static Place SecondAttribute => new(null, "second attribute");

    /// <summary>An argument of the attribute.</summary>
    public static Place Argument(string name) => new(null, name);

    /// <summary>One element of an array argument.</summary>
    public static Place Element(string name, int index) => new(null, $"{name}[{index}]");

    /// <summary>A member of the class that a person wrote.</summary>
    public static Place Member(string name) => new(null, "member " + name);

    /// <summary>A constructor of the class that a person wrote.</summary>
    public static Place Constructor(int index) => Element("constructor", index);

    /// <summary>A key of a file.</summary>
    public static Place Key(string file, string key) => new(file, key);

    /// <summary>The place that holds this one: an array for its element, the class or file for all else.</summary>
    public Place Outer()
    {
        int bracket = Name.IndexOf('[');
        return bracket > 0 ? this with { Name = Name.Substring(0, bracket) } : this with { Name = "" };
    }
}
