namespace BertGen.Text.Tokenizers.PostProcessing;

/// <summary>Puts special tokens around texts, and may leave white space out of offsets. Immutable.</summary>
/// <param name="Single">What a row of one text is made of.</param>
/// <param name="Pair">What a row of two texts is made of.</param>
internal sealed record PostProcessor(RowTemplate Single, RowTemplate Pair)
{
    /// <summary>Nothing around texts.</summary>
    public static PostProcessor None { get; } = new(
        new RowTemplate(TemplateItem.Text(0, 0)),
        new RowTemplate(TemplateItem.Text(0, 0), TemplateItem.Text(1, 1)));

    /// <summary>How often white space is taken off offsets, each time with or without a prefix that was added.</summary>
    public bool[] TrimsWithPrefix { get; init; } = [];

    /// <summary>BERT's: <c>[CLS] A [SEP] B [SEP]</c>.</summary>
    public static PostProcessor Bert(int start, int separator, int startTypeId = 0) => new(
        new RowTemplate(TemplateItem.Special(startTypeId, start), TemplateItem.Text(0, 0), TemplateItem.Special(0, separator)),
        new RowTemplate(
            TemplateItem.Special(startTypeId, start),
            TemplateItem.Text(0, 0),
            TemplateItem.Special(0, separator),
            TemplateItem.Text(1, 1),
            TemplateItem.Special(1, separator)));

    /// <summary>RoBERTa's: two separators between texts, and one token type.</summary>
    public static PostProcessor Roberta(int start, int separator) => new(
        new RowTemplate(TemplateItem.Special(0, start), TemplateItem.Text(0, 0), TemplateItem.Special(0, separator)),
        new RowTemplate(
            TemplateItem.Special(0, start),
            TemplateItem.Text(0, 0),
            TemplateItem.Special(0, separator, separator),
            TemplateItem.Text(1, 0),
            TemplateItem.Special(0, separator)));

    /// <summary>T5's: an end token behind each text.</summary>
    public static PostProcessor Ends(int end) => new(
        new RowTemplate(TemplateItem.Text(0, 0), TemplateItem.Special(0, end)),
        new RowTemplate(TemplateItem.Text(0, 0), TemplateItem.Special(0, end), TemplateItem.Text(1, 0), TemplateItem.Special(0, end)));
}
