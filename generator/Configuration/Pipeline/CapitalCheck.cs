namespace BertGen.Generator.Configuration.Pipeline;

/// <summary>Tells pieces in upper case from those of an uncased vocabulary, which has none but special tokens.</summary>
internal static class CapitalCheck
{
    public static bool HasCapital(string piece) => !(piece.Length > 0 && piece[0] is '[' or '<') && piece.Any(char.IsUpper);
}
