namespace BertGen.Text.Tokenizers.PostProcessing;

/// <summary>What a row of one text or of two is made of. Immutable.</summary>
internal sealed class RowTemplate
{
    /// <summary>A template of these parts.</summary>
    public RowTemplate(params TemplateItem[] items)
    {
        Items = items;
        SpecialCount = items.Sum(item => item.Ids.Length);
    }

    /// <summary>The parts.</summary>
    public TemplateItem[] Items { get; }

    /// <summary>Number of special tokens.</summary>
    public int SpecialCount { get; }
}
