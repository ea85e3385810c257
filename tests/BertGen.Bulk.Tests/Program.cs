namespace BertGen.Bulk.Tests;

/// <summary>A user's own worker.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => BulkRun.Main<WordNetMini>(args);
}
