namespace BertGen.Generator.Members;

/// <summary>The one nested class that has everything of a written class that is not for its callers, so that no name of it meets one of the user's.</summary>
internal static class Internals
{
    /// <summary>Its name.</summary>
    public const string Class = "__Encoder";

    /// <summary>The field of the user's class that holds it.</summary>
    public const string Field = "__encoder";

    /// <summary>What stands before a member of it in the user's class.</summary>
    public const string In = Field + ".";

    /// <summary>What hides it from editors.</summary>
    public const string Hidden = "[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]";
}
