using BertGen.Generator.Members;

namespace BertGen.Generator.Writing;

/// <summary>Writes the nested class of a written class around what is in it, and the field that holds it.</summary>
internal static class InternalsWriter
{
    /// <summary>The field.</summary>
    public static void Field(IndentedWriter writer)
    {
        writer.Lines(Internals.Hidden);
        writer.Lines($"private readonly {Internals.Class} {Internals.Field};");
        writer.Blank();
    }

    /// <summary>The class.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="head">What stands behind its name.</param>
    /// <param name="members">Writes its members.</param>
    public static void Write(IndentedWriter writer, string head, Action members)
    {
        writer.Lines("// What is not for callers: what the class was compiled from, its weights, and what is computed with them.");
        writer.Lines(Internals.Hidden);
        writer.Block($"private sealed class {Internals.Class}{head}", members);
    }
}
