using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Patterns;

/// <summary>What patterns that ignore case compare: single characters, folded.</summary>
internal static class CaseFolding
{
    private const int LongS = 0x17F;

    /// <summary>The folded character: its lower case, and for the long s the common one.</summary>
    public static int Fold(int codePoint) => codePoint == LongS ? 's' : Character.ToLower(codePoint, out _);
}
