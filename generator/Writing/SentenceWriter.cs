using BertGen.Generator.Common;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace BertGen.Generator.Writing;

/// <summary>Writes the members that make sentence vectors: what the folder says, its prompts, and the calls.</summary>
/// <param name="writer">Where it goes.</param>
/// <param name="spec">The class.</param>
internal sealed class SentenceWriter(IndentedWriter writer, EmbedderSpec spec)
{
    private readonly string _name = spec.Class.Name;
    private readonly SentencePipeline _pipeline = spec.Pipeline!;

    private string Width => _pipeline.Width == 0 && _pipeline.Dimensions is null ? "width" : NumberText.Plain(
        _pipeline.Dimensions is not { } kept ? _pipeline.Width : _pipeline.Width == 0 ? kept : Math.Min(Math.Max(kept < 0 ? _pipeline.Width + kept : kept, 0), _pipeline.Width));

    private string Prompt => $"{Names.BertPrompt}<{_name}>";

    /// <summary>The type of options of a call.</summary>
    public string Options => $"{Names.EmbedOptions}<{_name}>";

    /// <summary>What makes vectors of texts, in the user's class.</summary>
    public const string Pipeline = Internals.In + "Pipeline";

    /// <summary>What the folder says, as data.</summary>
    public void Plan()
    {
        writer.Lines("// What the folder says of sentence vectors: the steps behind the encoder in their order, and how texts come to it.");
        writer.Lines($"public static readonly {Names.SentencePlan} Sentences = new()");
        writer.Lines("{");
        if (_pipeline.Modules.Count == 0)
        {
            writer.Lines("    Modules = [],");
        }
        else
        {
            writer.Lines("    Modules =");
            writer.Lines("    [");
            foreach (SentenceModule module in _pipeline.Modules)
            {
                writer.Lines($"        {Module(module)},");
            }

            writer.Lines("    ],");
        }

        foreach (string line in Members())
        {
            writer.Lines("    " + line + ",");
        }

        writer.Lines("};");
        writer.Blank();
    }

    /// <summary>The calls.</summary>
    /// <param name="embed">The expression that makes vectors, of the name of a <c>SentenceCall</c>.</param>
    /// <param name="tokens">The same for the vectors of pieces.</param>
    /// <param name="first">A statement that comes before, or nothing.</param>
    public void Calls(Func<string, string> embed, Func<string, string>? tokens, string first)
    {
        Call("Embed", $"One vector for each text: {ClassSummary.SentenceVector(spec)}.", "", embed(""), first);
        writer.Lines($$"""
            /// <inheritdoc cref="Embed(global::System.ReadOnlySpan{string})"/>
            /// <exception cref="global::System.ArgumentNullException">The texts are null.</exception>
            public {{Names.TextEmbeddings}} Embed(string[] texts)
            {
                global::System.ArgumentNullException.ThrowIfNull(texts);
                return Embed((global::System.ReadOnlySpan<string>)texts);
            }

            /// <inheritdoc/>
            public {{Names.TextEmbeddings}} Embed({{Names.Texts}} texts, {{Names.EmbedOptions}}? options = null, {{Names.CancellationToken}} cancellationToken = default)
            {
                {{(first.Length == 0 ? "" : first + "\n    ")}}return {{Names.Pipeline}}TextPortions.Embed(texts, options, (texts, call) => {{embed("call")}}, cancellationToken);
            }

            /// <inheritdoc/>
            public long EmbedInto({{Names.Texts}} texts, {{Names.Destination}} destination, {{Names.EmbedOptions}}? options = null, {{Names.CancellationToken}} cancellationToken = default)
            {
                {{(first.Length == 0 ? "" : first + "\n    ")}}return {{Names.Pipeline}}TextPortions.EmbedInto(texts, destination, options, (texts, call) => {{embed("call")}}, cancellationToken);
            }

            {{Names.BertModelInfo}} {{Names.ISentenceEmbedder}}.ModelInfo => Info;

            int {{Names.ISentenceEmbedder}}.Dimensions => {{Pipeline}}.Dimensions;

            """.Replace("\r\n", "\n"));
        string of = Names.SentenceCall + ".Of";
        Call("Embed", "One vector for each text with a prompt before it.", $"{Prompt} prompt, ", embed($"{of}(prompt)"), first, "/// <param name=\"prompt\">The prompt; the default one of the folder is left out.</param>");
        Call("Embed", "One vector for each text, with options.", $"{Options} options, ", embed($"{of}(options)"), first, "/// <param name=\"options\">What is not as the folder says.</param>");
        Call("EmbedQuery", "One vector for each text that is searched with: the folder's prompt <c>query</c> stands before it, if there is one.", "", embed($"{of}({Names.EmbedRole}.Query)"), first);
        Call("EmbedDocument", "One vector for each text that is searched for: the folder's prompt <c>document</c> stands before it, if there is one.", "", embed($"{of}({Names.EmbedRole}.Document)"), first);
        if (tokens is not null)
        {
            string width = NumberText.Plain(PieceWidth());
            Call("EmbedTokens", "The vectors of the pieces of each text, special pieces included.", "", tokens(""), first, "", $"A tensor a text, (pieces, {width}).", Names.Vectors + "[]");
            Call("EmbedTokens", "The vectors of the pieces of each text, special pieces and those of the prompt included, with options.", $"{Options} options, ", tokens($"{of}(options)"), first, "/// <param name=\"options\">What is not as the folder says; vectors of pieces are neither cut nor scaled.</param>", $"A tensor a text, (pieces, {width}).", Names.Vectors + "[]");
            OfInterface(Names.ITokenEmbedder, "EmbedTokens", Names.Vectors + "[]", tokens, first);
        }

        Tokenization();
        writer.Lines($$"""
            /// <summary>Compares every vector of one side with every vector of the other: {{Function()}}, as the folder says.</summary>
            /// <param name="left">Vectors, (n, width).</param>
            /// <param name="right">Vectors, (m, width).</param>
            /// <returns>(n, m); the larger, the more alike.</returns>
            /// <exception cref="global::System.ArgumentException">The shapes do not fit.</exception>
            public {{Names.Vectors}} Similarity({{Names.VectorSpan}} left, {{Names.VectorSpan}} right) => {{Pipeline}}.Similarity(left, right);

            """);
    }

    /// <summary>A call that an interface of the library has, on any collection of texts.</summary>
    /// <param name="type">The interface.</param>
    /// <param name="name">The call.</param>
    /// <param name="result">What it returns.</param>
    /// <param name="run">Computes <c>texts</c> with a call of the pipeline.</param>
    /// <param name="first">A statement that comes before, or nothing.</param>
    public void OfInterface(string type, string name, string result, Func<string, string> run, string first) => writer.Lines($$"""
        {{result}} {{type}}.{{name}}({{Names.Texts}} all, {{Names.EmbedOptions}}? options)
        {
            string[] texts = [.. all ?? throw new global::System.ArgumentNullException("texts")];
            {{(first.Length == 0 ? "" : first + "\n    ")}}return {{run($"options is null ? default : {Names.SentenceCall}.Of(options)")}};
        }

        """.Replace("\r\n", "\n"));

    /// <summary>The call that only tokenizes.</summary>
    public void Tokenization()
    {
        string of = Names.SentenceCall + ".Of";
        writer.Lines($$"""
            /// <summary>The pieces of texts as <c>Embed</c> encodes them: with prompt and special pieces, cut at the limit.</summary>
            /// <param name="options">What is not as the folder says.</param>
            /// <param name="texts">The texts.</param>
            /// <returns>The ids, a row a text; dispose of it.</returns>
            /// <exception cref="global::System.ArgumentException">A text is null, or needs more positions than the model has.</exception>
            public {{Names.PieceBuffer}} Tokenize({{Options}} options, params global::System.ReadOnlySpan<string> texts) => {{Pipeline}}.Encode(texts, {{of}}(options));

            """);
    }

    /// <summary>A call on texts.</summary>
    public void Call(
        string name, string summary, string parameters, string result, string first, string docs = "", string? returns = null, string? type = null)
    {
        writer.Lines($"/// <summary>{summary}</summary>");
        if (docs.Length > 0)
        {
            writer.Lines(docs);
        }

        writer.Lines($"""
            /// <param name="texts">The texts.</param>
            /// <returns>{returns ?? $"A row for each text, (texts, {Width})."}</returns>
            /// <exception cref="global::System.ArgumentException">A text is null, or needs more positions than the model has.</exception>
            /// <exception cref="global::System.ObjectDisposedException">The embedder was disposed.</exception>
            """);
        string head = $"public {type ?? Names.TextEmbeddings} {name}({parameters}params global::System.ReadOnlySpan<string> texts)";
        if (first.Length == 0)
        {
            writer.Lines($"{head} =>");
            writer.Lines($"    {result};");
        }
        else
        {
            writer.Block(head, () => writer.Lines($"{first}\nreturn {result};"));
        }

        writer.Blank();
    }

    private IEnumerable<string> Members()
    {
        yield return $"ModelType = {Literal(spec.Config.ModelType)}";
        yield return $"Limit = {NumberText.Plain(_pipeline.Limit)}";
        if (_pipeline.QueryLimit is { } query)
        {
            yield return $"QueryLimit = {NumberText.Plain(query)}";
        }

        if (_pipeline.DocumentLimit is { } document)
        {
            yield return $"DocumentLimit = {NumberText.Plain(document)}";
        }

        if (_pipeline.HasWindows)
        {
            yield return "HasWindows = true";
        }

        if (_pipeline.LowercasesFirst)
        {
            yield return "LowercasesFirst = true";
        }

        if (_pipeline.Prompts.Count > 0)
        {
            yield return PromptsWriter.Entries(_pipeline.Prompts);
        }

        if (_pipeline.DefaultPrompt is { } name)
        {
            yield return $"DefaultPrompt = {Literal(name)}";
        }

        if (_pipeline.Similarity != "Cosine")
        {
            yield return $"Similarity = global::BertGen.Vectors.SimilarityFunction.{_pipeline.Similarity}";
        }

        if (_pipeline.Sparse is { } sparse)
        {
            yield return $"Sparse = new {Names.SparsePlan}()" + Initializer(
                sparse.IsSum ? "IsSum = true" : null, sparse.IsTwice ? "IsTwice = true" : null, sparse.MaxActive is { } most ? $"MaxActive = {NumberText.Plain(most)}" : null,
                sparse.TableFolder is { } table ? $"TableFolder = {Literal(table)}" : null,
                sparse.TableRoles.Count == 0 ? null : $"TableRoles = [{string.Join(", ", sparse.TableRoles.Select(role => $"{Names.EmbedRole}.{role}"))}]");
        }

        if (_pipeline.AreTextsOptional)
        {
            yield return "AreTextsOptional = true";
        }

        if (_pipeline.Multi is { } multi)
        {
            yield return $"Multi = new {Names.MultiVectorPlan}()" + MultiVectorWriter.Initializer(multi);
        }

        if (_pipeline.Dimensions is { } dimensions)
        {
            yield return $"Dimensions = {NumberText.Plain(dimensions)}";
        }
    }

    /// <summary>A module as an entry of a plan.</summary>
    public static string Module(SentenceModule module) => module switch
    {
        PoolingModule pooling => $"new {Names.Pipeline}PoolingModule({string.Join(", ", pooling.Modes.Select(mode => $"{Names.BertPooling}.{mode}"))})"
            + Initializer($"Width = {NumberText.Plain(pooling.Width)}", pooling.IncludesPrompt ? null : "IncludesPrompt = false"),
        DenseModule dense => $"new {Names.Pipeline}DenseModule({Literal(dense.Folder)}, {NumberText.Plain(dense.Inputs)}, {NumberText.Plain(dense.Outputs)}, {Names.Pipeline}DenseActivation.{dense.Activation})"
            + Initializer(dense.HasBias ? null : "HasBias = false", dense.HasResidual ? "HasResidual = true" : null, dense.OnPieces ? "OnPieces = true" : null, dense.IsInEncoder ? "IsInEncoder = true" : null),
        LayerNormModule norm => $"new {Names.Pipeline}LayerNormModule({Literal(norm.Folder)}, {NumberText.Plain(norm.Width)})",
        NormalizeModule normalize => $"new {Names.Pipeline}NormalizeModule()" + Initializer(normalize.OnPieces ? "OnPieces = true" : null),
        _ => throw new InvalidOperationException($"{module.GetType().Name} cannot be written."),
    };

    /// <summary>An initializer of the members that are given.</summary>
    public static string Initializer(params string?[] members)
    {
        string[] given = [.. members.Where(member => member is not null).Select(member => member!)];
        return given.Length == 0 ? "" : $" {{ {string.Join(", ", given)} }}";
    }

    /// <summary>Values in the vector of a piece, behind all modules.</summary>
    public int PieceWidth() => _pipeline.Modules.OfType<DenseModule>().LastOrDefault(dense => dense.OnPieces)?.Outputs ?? spec.Config.HiddenSize;

    /// <summary>How vectors are compared, in words.</summary>
    public string Function() => _pipeline.Similarity switch
    {
        "Dot" => "the inner product",
        "Euclidean" => "the negative length of the difference",
        "Manhattan" => "the negative sum of the absolute differences",
        _ => "the cosine",
    };

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
