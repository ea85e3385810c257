namespace BertGen;

/// <summary>
/// What stands before every text of a call: put there as it is, without a space, and cut together with the text. The prompts of a
/// model folder are members of its class, such as <c>E5.Prompts.Query</c>.
/// </summary>
/// <typeparam name="TModel">The compiled class.</typeparam>
/// <param name="text">The prompt; empty for none, which also keeps the default prompt of the folder away.</param>
public readonly struct BertPrompt<TModel>(string text)
    where TModel : IBertModel<TModel>
{
    private readonly string? _text = text ?? throw new ArgumentNullException(nameof(text));

    /// <summary>The prompt.</summary>
    public string Text => _text ?? "";

    /// <inheritdoc/>
    public override string ToString() => Text;
}
