namespace BertGen.Text.Tokenizers.PostProcessing;

/// <summary>A part of a row: a text, or a special token.</summary>
/// <param name="Sequence">0 for the first text, 1 for the second; -1 for a special token.</param>
/// <param name="Ids">The ids of a special token; empty for a text.</param>
/// <param name="TypeId">The token type.</param>
/// <param name="WindowTypeId">The token type in windows after the first.</param>
internal sealed record TemplateItem(int Sequence, int[] Ids, int TypeId, int WindowTypeId)
{
    /// <summary>A text with one token type.</summary>
    public static TemplateItem Text(int sequence, int typeId) => new(sequence, [], typeId, typeId);

    /// <summary>A special token.</summary>
    public static TemplateItem Special(int typeId, params int[] ids) => new(-1, ids, typeId, typeId);
}
