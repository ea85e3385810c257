namespace BertGen.Bulk.Tests;

/// <summary>A user's own worker, of the class that the first word names.</summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args is [nameof(Tiny), .. string[] words] ? BulkRun.Main<Tiny>(words) : BulkRun.Main<WordNetMini>(args[1..]);
}
