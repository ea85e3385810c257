namespace BertGen.Tasks;

/// <summary>A model that an attribute names.</summary>
/// <param name="Model">Its path or name.</param>
/// <param name="IsPretrained">Whether it may be a model of the hub.</param>
/// <param name="IsCertain">Whether the text stands in the attribute; otherwise it may be the value of a constant that does.</param>
internal sealed record AttributeModel(string Model, bool IsPretrained, bool IsCertain);

/// <summary>
/// The models that <c>[BertEmbedder("...")]</c> and <c>[PretrainedBertEmbedder("...")]</c> name in the text of sources. Where an attribute
/// has a constant in place of a text, every text of the sources may be its value.
/// </summary>
internal static class AttributeModels
{
    private const string Embedder = "BertEmbedder";
    private const string Pretrained = "PretrainedBertEmbedder";
    private const string Suffix = "Attribute";

    /// <summary>The models, in the order of the sources; those of constants at the end.</summary>
    /// <param name="paths">The sources of a project.</param>
    public static IReadOnlyList<AttributeModel> In(IEnumerable<string> paths)
    {
        string[] sources = [.. paths.Select(NamedModels.Read)];
        string[] aliases = [.. Aliases(sources, name => IsName(name, Embedder))];
        string[] pretrained = [.. Aliases(sources, name => IsName(name, Pretrained)), Pretrained, Pretrained + Suffix];
        string[] all = [.. aliases, .. pretrained, Embedder, Embedder + Suffix];
        SourceText[] arguments = [.. sources
            .Where(source => Array.Exists(all, name => source.IndexOf(name, StringComparison.Ordinal) >= 0))
            .SelectMany(source => ArgumentsOf(source, all))];

        AttributeModel[] certain = [.. arguments.Where(argument => argument.Text.Length > 0)
            .Select(argument => new AttributeModel(argument.Text, pretrained.Contains(argument.Callee), IsCertain: true))];
        if (!Array.Exists(arguments, argument => argument.Text.Length == 0))
        {
            return [.. certain.Distinct()];
        }

        bool mayBePretrained = Array.Exists(arguments, argument => argument.Text.Length == 0 && pretrained.Contains(argument.Callee));
        return
        [
            .. certain.Distinct(),
            .. sources.SelectMany(SourceTexts.In).Select(text => text.Text).Where(text => text.Length > 0).Distinct(StringComparer.Ordinal)
                .Select(text => new AttributeModel(text, mayBePretrained, IsCertain: false)),
        ];
    }

    /// <summary>The first arguments of attributes: of joined texts, the whole.</summary>
    private static IEnumerable<SourceText> ArgumentsOf(string source, string[] names) => SourceTexts.In(source)
        .Where(text => names.Contains(text.Callee))
        .GroupBy(text => text.Start)
        .Select(group => group.Last());

    private static IEnumerable<string> Aliases(string[] sources, Func<string, bool> isAttribute) => sources
        .Where(source => source.IndexOf(Embedder, StringComparison.Ordinal) >= 0)
        .SelectMany(source => SourceTexts.AliasesOf(source, isAttribute));

    private static bool IsName(string name, string attribute)
    {
        string last = name.Substring(name.LastIndexOf('.') + 1).Trim();
        return last == attribute || last == attribute + Suffix;
    }
}
