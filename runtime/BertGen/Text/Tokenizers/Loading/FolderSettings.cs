namespace BertGen.Text.Tokenizers.Loading;

/// <summary>What the classes read of a folder.</summary>
/// <param name="Files">The files.</param>
/// <param name="Config"><c>tokenizer_config.json</c>, if there is one.</param>
/// <param name="Tokenizer"><c>tokenizer.json</c>, if there is one.</param>
/// <param name="Names">The tokens that the files name.</param>
internal sealed record FolderSettings(TokenizerFiles Files, JsonPart? Config, JsonPart? Tokenizer, NamedTokens Names)
{
    /// <summary>A setting that is true or false, or its default.</summary>
    public bool Boolean(string name, bool missing) => Config?.BooleanOr(name, missing) ?? missing;

    /// <summary>The model of <c>tokenizer.json</c>, which must be of a kind; null where there is no file.</summary>
    public JsonPart? Model(TokenizerClass tokenizerClass, string kind)
    {
        JsonPart? model = Tokenizer?.Get("model");
        return model is not { } part || ModelReader.KindOf(part) == kind
            ? model
            : throw part.Unsupported($"a {ModelReader.KindOf(part)} model under the class {tokenizerClass}, which makes it a {kind} model,");
    }

    /// <summary>The text of a named token.</summary>
    public string NameOf(string name) => Names[name]!.Token.Content;

    /// <summary>An exception about files that are missing.</summary>
    public TokenizerException Missing(string files) => new(Files.Path, null, $"expected {files} in this folder, found none.");
}
