namespace BertGen.Tests.Compiled;

internal static class Models
{
    public static string WordNetMini { get; } = Path.Combine(AppContext.BaseDirectory, "wordnet-mini");
}
