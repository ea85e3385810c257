namespace BertGen.Generator.Common;

/// <summary>The version of the compiler, and of the runtime that it writes for.</summary>
internal static class CompilerVersion
{
    public static readonly string Text = typeof(CompilerVersion).Assembly.GetName().Version.ToString(3);
}
