using BertGen.Generator.Common;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using Microsoft.CodeAnalysis.CSharp;

namespace BertGen.Generator.Writing;

/// <summary>Writes the calls of a model's classifier: its labels, logits of texts and of pairs, and for one label the ranking of documents.</summary>
internal static class ClassifierWriter
{
    /// <summary>Writes the public members.</summary>
    /// <param name="writer">Where they go.</param>
    /// <param name="spec">What is compiled.</param>
    /// <param name="onIds">Statements that run it on <c>inputIds</c>, <c>tokenTypeIds</c> and <c>attentionMask</c>; null where it takes texts alone.</param>
    public static void Write(IndentedWriter writer, EmbedderSpec spec, string? onIds)
    {
        string options = $"{Names.ScoreOptions}<{spec.Class.Name}>";
        string count = NumberText.Plain(spec.Config.Labels.Count);
        string texts = "global::System.ReadOnlySpan<string>";
        Labels(writer, spec);
        writer.Lines($$"""
            /// <summary>The logits of the classifier for each text, cut where the folder says.</summary>
            /// <param name="texts">The texts.</param>
            /// <returns>(texts, {{count}}): one value for each label, raw.</returns>
            /// <exception cref="global::System.ArgumentException">A text is null.</exception>
            /// <exception cref="global::System.ObjectDisposedException">The embedder was disposed.</exception>
            public {{Names.Vectors}} Classify(params {{texts}} texts)
            {
                using {{Names.PieceBuffer}} pieces = {{Internals.In}}Texts.Encode(texts);
                return {{Internals.In}}Logits(pieces);
            }

            /// <inheritdoc cref="Classify(global::System.ReadOnlySpan{string})"/>
            /// <exception cref="global::System.ArgumentNullException">The texts are null.</exception>
            public {{Names.Vectors}} Classify(string[] texts)
            {
                global::System.ArgumentNullException.ThrowIfNull(texts);
                return Classify(({{texts}})texts);
            }

            /// <inheritdoc/>
            public {{Names.Vectors}} Classify({{Names.Texts}} texts) => Classify((string[])[.. texts ?? throw new global::System.ArgumentNullException(nameof(texts))]);

            {{Names.BertModelInfo}} {{Names.ITextClassifier}}.ModelInfo => Info;

            {{Names.StringList}} {{Names.ITextClassifier}}.Labels => LabelNames;

            {{Names.Vectors}} {{Names.ITextClassifier}}.Classify({{Names.Texts}} firsts, {{Names.Texts}} seconds) => {{Internals.In}}Logits(
                null,
                (string[])[.. firsts ?? throw new global::System.ArgumentNullException(nameof(firsts))],
                (string[])[.. seconds ?? throw new global::System.ArgumentNullException(nameof(seconds))]);

            """.Replace("\r\n", "\n"));
        if (onIds is not null)
        {
            OnIds(writer, count, onIds);
        }

        writer.Lines($$"""
            /// <summary>The score of each document for a query: the classifier on pairs, then {{Activation(spec)}}. Pairs that are too long lose pieces of the longer text first.</summary>
            /// <param name="query">The first text of each pair.</param>
            /// <param name="documents">The second texts.</param>
            /// <returns>{{(spec.Config.Labels.Count == 1 ? "(documents): one score each." : $"(documents, {count}): one score for each label.")}}</returns>
            /// <exception cref="global::System.ArgumentException">A text is null.</exception>
            public {{Names.Vectors}} Score(string query, params {{texts}} documents)
            {
                global::System.ArgumentNullException.ThrowIfNull(query);
                string[] queries = new string[documents.Length];
                global::System.Array.Fill(queries, query);
                return Score(({{texts}})queries, documents);
            }

            /// <summary>The score of each pair of texts.</summary>
            /// <param name="firsts">The first texts.</param>
            /// <param name="seconds">The second texts, as many.</param>
            /// <returns>{{(spec.Config.Labels.Count == 1 ? "(pairs): one score each." : $"(pairs, {count}): one score for each label.")}}</returns>
            /// <exception cref="global::System.ArgumentException">A text is null, or there are more of the ones than of the others.</exception>
            public {{Names.Vectors}} Score({{texts}} firsts, {{texts}} seconds) => {{Names.Scores}}.Of({{Internals.In}}Logits(null, firsts, seconds), {{Internals.Class}}.Pairs.Function);

            /// <summary>The score of each pair of texts, with options.</summary>
            /// <param name="options">What is not as the folder says.</param>
            /// <param name="firsts">The first texts.</param>
            /// <param name="seconds">The second texts, as many.</param>
            /// <returns>{{(spec.Config.Labels.Count == 1 ? "(pairs): one score each." : $"(pairs, {count}): one score for each label.")}}</returns>
            /// <exception cref="global::System.ArgumentException">A text is null, or there are more of the ones than of the others.</exception>
            public {{Names.Vectors}} Score({{options}} options, {{texts}} firsts, {{texts}} seconds)
            {
                global::System.ArgumentNullException.ThrowIfNull(options);
                return {{Names.Scores}}.Of({{Internals.In}}Logits(options.Prompt?.Text, firsts, seconds), options.Function ?? {{Internals.Class}}.Pairs.Function, options.Softmax);
            }

            """.Replace("\r\n", "\n"));
        if (ServiceInterfaces.IsReranker(spec))
        {
            writer.Lines($$"""
                /// <inheritdoc/>
                public {{Names.Vectors}} Score(string query, {{Names.Texts}} documents)
                {
                    global::System.ArgumentNullException.ThrowIfNull(documents);
                    return Score(query, ({{texts}})(string[])[.. documents]);
                }

                /// <inheritdoc cref="Score(string, {{Documented(Names.Texts)}})"/>
                public {{Names.Vectors}} Score(string query, string[] documents) => Score(query, ({{Names.Texts}})documents);

                /// <inheritdoc cref="Rank(string, {{Documented(Names.Texts)}})"/>
                public global::System.Collections.Generic.IReadOnlyList<{{Names.RankedText}}> Rank(string query, string[] documents) => Rank(query, ({{Names.Texts}})documents);

                /// <inheritdoc/>
                public global::System.Collections.Generic.IReadOnlyList<{{Names.RankedText}}> Rank(string query, {{Names.Texts}} documents) => {{Names.Scores}}.Rank(Score(query, documents));

                {{Names.BertModelInfo}} {{Names.IReranker}}.ModelInfo => Info;

                /// <summary>Ranks documents by their scores for a query, best first; equal scores keep the order of the documents.</summary>
                /// <param name="query">The query.</param>
                /// <param name="documents">The documents.</param>
                /// <returns>The index and the score of each document.</returns>
                /// <exception cref="global::System.ArgumentException">A text is null.</exception>
                public global::System.Collections.Generic.IReadOnlyList<{{Names.RankedText}}> Rank(string query, params {{texts}} documents) =>
                    {{Names.Scores}}.Rank(Score(query, documents));

                /// <summary>Ranks documents by their scores for a query, with options.</summary>
                /// <param name="options">What is not as the folder says.</param>
                /// <param name="query">The query.</param>
                /// <param name="documents">The documents.</param>
                /// <returns>The index and the score of each document.</returns>
                /// <exception cref="global::System.ArgumentException">A text is null.</exception>
                public global::System.Collections.Generic.IReadOnlyList<{{Names.RankedText}}> Rank({{options}} options, string query, params {{texts}} documents)
                {
                    global::System.ArgumentNullException.ThrowIfNull(query);
                    string[] queries = new string[documents.Length];
                    global::System.Array.Fill(queries, query);
                    return {{Names.Scores}}.Rank(Score(options, queries, documents));
                }

                """);
        }
    }

    /// <summary>Writes what they run.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="onPieces">Statements that run the classifier on <c>pieces</c>.</param>
    public static void Inside(IndentedWriter writer, string onPieces)
    {
        string texts = "global::System.ReadOnlySpan<string>";
        writer.Lines($$"""
            public {{Names.Vectors}} Logits(string? prompt, {{texts}} firsts, {{texts}} seconds)
            {
                using {{Names.PieceBuffer}} pieces = Texts.EncodePairs(firsts, seconds, prompt);
                return Logits(pieces);
            }

            """.Replace("\r\n", "\n"));
        writer.Block($"public {Names.Vectors} Logits({Names.PieceBuffer} pieces)", () => writer.Lines(onPieces));
        writer.Blank();
    }

    private static void OnIds(IndentedWriter writer, string count, string onIds) => writer.Lines($$"""
        /// <summary>The logits of the classifier for rows of ids.</summary>
        /// <param name="inputIds">Ids of pieces, (batch, ..., pieces), at most <see cref="MaxPieces"/> in a row.</param>
        /// <param name="tokenTypeIds">Token types, (batch, ..., pieces); without them all are 0.</param>
        /// <param name="attentionMask">1 where a piece is there, 0 where not, (batch, ..., pieces); without it ids tell.</param>
        /// <returns>(batch, ..., {{count}}): one value for each label, raw.</returns>
        /// <exception cref="global::System.ArgumentException">The shapes do not fit each other, a row is too long, or nothing of it is there.</exception>
        /// <exception cref="global::System.ArgumentOutOfRangeException">An id, token type or the mask lies outside its range.</exception>
        public {{Names.Vectors}} Classify({{Names.Ids}} inputIds, {{Names.Ids}} tokenTypeIds = default, {{Names.Ids}} attentionMask = default)
        {
            {{onIds}}
        }

        """.Replace("\r\n", "\n"));

    /// <summary>What the folder says, as data.</summary>
    public static void Plan(IndentedWriter writer, EmbedderSpec spec)
    {
        ScoreSettings scores = spec.Scores!;
        writer.Lines("// What the folder says of scores: how texts come to the classifier, and what its logits go through.");
        writer.Lines($"public static readonly {Names.ScorePlan} Pairs = new()");
        writer.Lines("{");
        writer.Lines($"    ModelType = {SymbolDisplay.FormatLiteral(spec.Config.ModelType, quote: true)},");
        writer.Lines($"    Limit = {NumberText.Plain(scores.Limit)},");
        if (scores.LowercasesFirst)
        {
            writer.Lines("    LowercasesFirst = true,");
        }

        if (scores.Prompts.Count > 0)
        {
            writer.Lines($"    {PromptsWriter.Entries(scores.Prompts)},");
        }

        if (scores.DefaultPrompt is { } name)
        {
            writer.Lines($"    DefaultPrompt = {SymbolDisplay.FormatLiteral(name, quote: true)},");
        }

        if (scores.Modules.Count > 0)
        {
            writer.Lines($"    Modules = [{string.Join(", ", scores.Modules.Select(SentenceWriter.Module))}],");
        }

        writer.Lines($"    Function = {Names.DenseActivation}.{scores.Function},");
        writer.Lines("};");
        writer.Blank();
    }

    private static string Documented(string type) => type.Replace('<', '{').Replace('>', '}');

    private static string Activation(EmbedderSpec spec) => spec.Scores!.Function switch
    {
        "Identity" => "as it is",
        "Sigmoid" => "through the logistic function",
        string name => $"through {name}",
    };

    /// <summary>The labels as members, so that a wrong one does not compile.</summary>
    public static void Labels(IndentedWriter writer, EmbedderSpec spec)
    {
        string[] labels = [.. spec.Config.Labels];
        writer.Lines("/// <summary>The labels of the classifier by their numbers.</summary>");
        writer.Lines($"public static global::System.Collections.Generic.IReadOnlyList<string> LabelNames {{ get; }} = [{string.Join(", ", labels.Select(label => SymbolDisplay.FormatLiteral(label, quote: true)))}];");
        writer.Blank();
        writer.Lines("/// <summary>The number of each label: its column in what <c>Classify</c> returns.</summary>");
        writer.Block("public static class Labels", () =>
        {
            var taken = new HashSet<string>(StringComparer.Ordinal) { "Labels", "Equals", "ReferenceEquals", "ToString", "GetHashCode", "GetType", "MemberwiseClone", "Finalize" };
            for (int i = 0; i < labels.Length; i++)
            {
                string name = Identifier(labels[i], i);
                if (!taken.Add(name))
                {
                    name += "_" + NumberText.Plain(i);
                    taken.Add(name);
                }

                writer.Lines($"/// <summary><c>{ClassSummary.Escape(labels[i])}</c>.</summary>");
                writer.Lines($"public const int {name} = {NumberText.Plain(i)};");
            }
        });
        writer.Blank();
    }

    /// <summary>A label as an identifier: words joined, each with a capital.</summary>
    private static string Identifier(string label, int number)
    {
        string joined = string.Concat(label
            .Split([.. label.Where(c => !char.IsLetterOrDigit(c)).Distinct()], StringSplitOptions.RemoveEmptyEntries)
            .Select(word => char.ToUpperInvariant(word[0]) + word.Substring(1)));
        return joined.Length == 0 || !SyntaxFacts.IsValidIdentifier(joined) ? "Label" + NumberText.Plain(number) : joined;
    }
}
