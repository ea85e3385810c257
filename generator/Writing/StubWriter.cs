using BertGen.Generator.Options;

namespace BertGen.Generator.Writing;

/// <summary>
/// Writes the public members of a class that could not be compiled, so that the code that uses it has no errors of its own
/// beside the one that matters. The build fails all the same; the members are never run.
/// </summary>
internal static class StubWriter
{
    /// <param name="shape">The class.</param>
    /// <param name="target">What the project can compile for.</param>
    /// <param name="isLanguageNew">Whether the project's language has parameter spans; without them they are spans like any other.</param>
    public static string Write(ClassShape shape, Target target, bool isLanguageNew) =>
        isLanguageNew ? Write(shape, target) : Write(shape, target).Replace("params global::System.ReadOnlySpan<string>", "global::System.ReadOnlySpan<string>");

    private static string Write(ClassShape shape, Target target) => ClassFrame.Write(
        shape,
        "in place of an embedder that could not be compiled",
        "/// <summary>Not compiled: see the BERT diagnostics of the build.</summary>",
        (target == Target.TorchSharp ? TorchSharpNames.Base + ", " : "") + $"{Names.IBertModel}<{shape.Name}>, {Names.ISentenceEmbedder}, {Names.ITokenEmbedder}, {Names.ISparseEmbedder}, {Names.ITextClassifier}, {Names.IReranker}, global::System.IDisposable",
        writer => Members(shape, target, writer));

    private static void Members(ClassShape shape, Target target, IndentedWriter writer)
    {
        string fail = $"throw new global::System.InvalidOperationException(\"{shape.FullName} was not compiled: see the BERT diagnostics of the build.\")";

        // 1 and not 0: a constant that someone divides by would be a second error.
        foreach (string constant in PublicConstants.Names)
        {
            Member(constant, $"public const int {constant} = 1;");
        }

        Member("Info", $"public static {Names.BertModelInfo} Info => {fail};", $"static {Names.BertModelInfo} {Names.IBertModel}<{shape.Name}>.Info => {fail};");
        if (target == Target.TorchSharp)
        {
            Member("ScalarMix", $"public {TorchSharpNames.ScalarMixModule} ScalarMix => {fail};");
            Member("Load", $"public static {shape.Name} Load(string source, bool download = false, int deviceIndex = 0, {Names.CancellationToken} cancellationToken = default) => {fail};");
            Member("Load", $"public static {shape.Name} Load(bool download = false, int deviceIndex = 0, {Names.CancellationToken} cancellationToken = default) => {fail};");
            Member("forward", $"public override {TorchSharpNames.Tensor} forward({TorchSharpNames.Tensor} inputIds, {TorchSharpNames.Tensor}? offsets = null, {TorchSharpNames.Tensor}? tokenTypeIds = null) => {fail};");
            Member("forward", $"public {TorchSharpNames.Tensor} forward({TorchSharpNames.Tensor} inputIds, {TorchSharpNames.Tensor}? offsets, {TorchSharpNames.Tensor}? tokenTypeIds, {TorchSharpNames.Tensor} attentionMask) => {fail};");
            Member("classify", $"public {TorchSharpNames.Tensor} classify({TorchSharpNames.Tensor} inputIds, {TorchSharpNames.Tensor}? tokenTypeIds = null, {TorchSharpNames.Tensor}? attentionMask = null) => {fail};");
            Member("classifyTokens", $"public {TorchSharpNames.Tensor} classifyTokens({TorchSharpNames.Tensor} inputIds, {TorchSharpNames.Tensor}? offsets = null, {TorchSharpNames.Tensor}? tokenTypeIds = null, {TorchSharpNames.Tensor}? attentionMask = null) => {fail};");
            Member("embed", $"public {TorchSharpNames.Tensor} embed(params global::System.ReadOnlySpan<string> texts) => {fail};");
            writer.Lines($"private {shape.Name}() : base(\"\") => {fail};");
            writer.Blank();
        }
        else
        {
            Member("ScalarMix", $"public {Names.ScalarMix} ScalarMix => {fail};");
            Member("MaxThreads", "public int MaxThreads { get; set; }");
            Member("Load", $"public static {shape.Name} Load(string source, bool download = false, bool cache = true, {Names.CancellationToken} cancellationToken = default) => {fail};");
            Member("Load", $"public static {shape.Name} Load(bool download = false, bool cache = true, {Names.CancellationToken} cancellationToken = default) => {fail};");
            Member("Dispose", "public void Dispose() { }", "void global::System.IDisposable.Dispose() { }");
        }

        Member("LoadIndexer", $"public static {Names.BertIndexer}<{shape.Name}> LoadIndexer({Names.IndexerOptions}? options = null) => {fail};");
        Member("LoadIndexer", $"public static {Names.BertIndexer}<{shape.Name}> LoadIndexer(string source, {Names.IndexerOptions}? options = null) => {fail};");
        Member("Save", $"public {Names.StringList} Save(string folder, bool overwrite = false) => {fail};");
        Member("Forward", $"public {Names.Vectors} Forward({Names.Ids} inputIds, {Names.Ids} offsets = default, {Names.Ids} tokenTypeIds = default) => {fail};");
        Member("Forward", $"public {Names.Vectors} Forward({Names.Ids} inputIds, {Names.Ids} offsets, {Names.Ids} tokenTypeIds, {Names.Ids} attentionMask) => {fail};");
        Member("Forward", $"public {Names.Vectors} Forward({Names.BertInput}<{shape.Name}> input) => {fail};");
        Member("ForwardPieces", $"public {Names.Vectors} ForwardPieces({Names.BertInput}<{shape.Name}> input) => {fail};");
        Member("Pool", $"public {Names.Vectors} Pool({Names.Ids} inputIds, {Names.Ids} tokenTypeIds = default) => {fail};");
        Member("Pool", $"public {Names.Vectors} Pool({Names.Ids} inputIds, {Names.Ids} tokenTypeIds, {Names.Ids} attentionMask) => {fail};");
        Member("Pool", $"public {Names.Vectors} Pool({Names.BertInput}<{shape.Name}> input) => {fail};");
        Member("Pool", $"public {Names.Vectors} Pool({Names.VectorSpan} tokens) => {fail};");
        Member("Embed", $"public {Names.TextEmbeddings} Embed(params global::System.ReadOnlySpan<string> texts) => {fail};");
        Member("LabelNames", $"public static {Names.StringList} LabelNames => {fail};");
        Member("Classify", $"public {Names.Vectors} Classify(params global::System.ReadOnlySpan<string> texts) => {fail};");
        Member("ClassifyTokens", $"public {Names.Vectors} ClassifyTokens({Names.Ids} inputIds, {Names.Ids} offsets = default, {Names.Ids} tokenTypeIds = default, {Names.Ids} attentionMask = default) => {fail};");
        Member("ClassifyTokens", $"public global::System.Collections.Generic.IReadOnlyList<{Names.LabeledSpan}>[] ClassifyTokens({Names.TokenAggregation} aggregation, params global::System.ReadOnlySpan<string> texts) => {fail};");
        Member("ClassifyPieces", $"public {Names.PieceLogits}[] ClassifyPieces(params global::System.ReadOnlySpan<string> texts) => {fail};");
        Member("Classify", $"public {Names.Vectors} Classify({Names.Ids} inputIds, {Names.Ids} tokenTypeIds = default, {Names.Ids} attentionMask = default) => {fail};");
        Member("Score", $"public {Names.Vectors} Score(string query, params global::System.ReadOnlySpan<string> documents) => {fail};");
        Member("Score", $"public {Names.Vectors} Score(global::System.ReadOnlySpan<string> firsts, global::System.ReadOnlySpan<string> seconds) => {fail};");
        Member("Rank", $"public global::System.Collections.Generic.IReadOnlyList<{Names.RankedText}> Rank(string query, params global::System.ReadOnlySpan<string> documents) => {fail};");
        string ranking = $"global::System.Collections.Generic.IReadOnlyList<{Names.RankedText}>";
        string embedding = $"{Names.Texts} texts, {Names.EmbedOptions}? options = null, {Names.CancellationToken} cancellationToken = default";
        string scoring = $"{Names.ScoreOptions}<{shape.Name}> options, ";
        Member("Score", $"public {Names.Vectors} Score({scoring}global::System.ReadOnlySpan<string> firsts, global::System.ReadOnlySpan<string> seconds) => {fail};");
        Member("Rank", $"public global::System.Collections.Generic.IReadOnlyList<{Names.RankedText}> Rank({scoring}string query, params global::System.ReadOnlySpan<string> documents) => {fail};");
        string options = $"{Names.EmbedOptions}<{shape.Name}> options, ";
        Member("Embed", $"public {Names.TextEmbeddings} Embed({Names.BertPrompt}<{shape.Name}> prompt, params global::System.ReadOnlySpan<string> texts) => {fail};");
        Member("Embed", $"public {Names.TextEmbeddings} Embed({options}params global::System.ReadOnlySpan<string> texts) => {fail};");
        Member("EmbedQuery", $"public {Names.TextEmbeddings} EmbedQuery(params global::System.ReadOnlySpan<string> texts) => {fail};");
        Member("EmbedDocument", $"public {Names.TextEmbeddings} EmbedDocument(params global::System.ReadOnlySpan<string> texts) => {fail};");
        Member("EmbedTokens", $"public {Names.Vectors}[] EmbedTokens(params global::System.ReadOnlySpan<string> texts) => {fail};");
        Member("EmbedTokens", $"public {Names.Vectors}[] EmbedTokens({options}params global::System.ReadOnlySpan<string> texts) => {fail};");
        Member("Tokenize", $"public {Names.PieceBuffer} Tokenize({options}params global::System.ReadOnlySpan<string> texts) => {fail};");
        Member("Tokenizer", $"public {Names.TextTokenizer} Tokenizer => {fail};");
        string sparse = Names.SparseVector, spans = "global::System.ReadOnlySpan";
        Member("PredictTokens", $"public {Names.Vectors} PredictTokens({Names.Ids} inputIds, {Names.Ids} offsets = default, {Names.Ids} tokenTypeIds = default, {Names.Ids} attentionMask = default) => {fail};");
        foreach (string name in new[] { "EmbedSparse", "EmbedSparseQuery", "EmbedSparseDocument" })
        {
            Member(name, $"public {sparse}[] {name}(params {spans}<string> texts) => {fail};");
        }

        foreach (string name in new[] { "EmbedMultiVector", "EmbedMultiVectorQuery", "EmbedMultiVectorDocument" })
        {
            Member(name, $"public {Names.Vectors}[] {name}(params {spans}<string> texts) => {fail};");
        }

        Member("EmbedSparse", $"public {sparse}[] EmbedSparse({options}params {spans}<string> texts) => {fail};");
        Member("EmbedMultiVector", $"public {Names.Vectors}[] EmbedMultiVector({options}params {spans}<string> texts) => {fail};");
        Member("Decode", $"public global::System.Collections.Generic.IReadOnlyList<{Names.TokenWeight}> Decode({sparse} vector, int? top = null) => {fail};");
        Member("Similarity", $"public {Names.Vectors} Similarity({spans}<{sparse}> left, {spans}<{sparse}> right) => {fail};");
        Member("MaxSim", $"public {Names.Vectors} MaxSim({spans}<{Names.Vectors}> queries, {spans}<{Names.Vectors}> documents) => {fail};");
        Member("Similarity", $"public {Names.Vectors} Similarity({Names.VectorSpan} left, {Names.VectorSpan} right) => {fail};");
        Member("Embed", $"public {Names.TextEmbeddings} Embed({embedding}) => {fail};");
        Member("Classify", $"public {Names.Vectors} Classify({Names.Texts} texts) => {fail};");
        Member("Score", $"public {Names.Vectors} Score(string query, {Names.Texts} documents) => {fail};");
        Member("Rank", $"public {ranking} Rank(string query, {Names.Texts} documents) => {fail};");
        Member("Score", $"public {Names.Vectors} Score(string query, string[] documents) => {fail};");
        Member("Rank", $"public {ranking} Rank(string query, string[] documents) => {fail};");
        Interfaces();
        if (shape.IsTrained)
        {
            Training();
        }

        void Interfaces() => writer.Lines($"""
            static {shape.Name} {Names.IBertModel}<{shape.Name}>.Load(string? source) => {fail};
            {Names.BertModelInfo} {Names.ISentenceEmbedder}.ModelInfo => {fail};
            int {Names.ISentenceEmbedder}.Dimensions => {fail};
            {Names.TextTokenizer} {Names.ISentenceEmbedder}.Tokenizer => {fail};
            {Names.TextEmbeddings} {Names.ISentenceEmbedder}.Embed({Names.Texts} texts, {Names.EmbedOptions}? options, {Names.CancellationToken} cancellationToken) => {fail};
            {Names.Vectors}[] {Names.ITokenEmbedder}.EmbedTokens({Names.Texts} texts, {Names.EmbedOptions}? options) => {fail};
            {Names.BertModelInfo} {Names.ISparseEmbedder}.ModelInfo => {fail};
            {Names.TextTokenizer} {Names.ISparseEmbedder}.Tokenizer => {fail};
            {sparse}[] {Names.ISparseEmbedder}.EmbedSparse({Names.Texts} texts, {Names.EmbedOptions}? options) => {fail};
            {Names.BertModelInfo} {Names.ITextClassifier}.ModelInfo => {fail};
            {Names.TextTokenizer} {Names.ITextClassifier}.Tokenizer => {fail};
            {Names.Vectors} {Names.ITextClassifier}.Classify({Names.Texts} firsts, {Names.Texts} seconds) => {fail};
            {Names.StringList} {Names.ITextClassifier}.Labels => {fail};
            {Names.Vectors} {Names.ITextClassifier}.Classify({Names.Texts} texts) => {fail};
            {Names.BertModelInfo} {Names.IReranker}.ModelInfo => {fail};
            {Names.Vectors} {Names.IReranker}.Score(string query, {Names.Texts} documents) => {fail};
            {ranking} {Names.IReranker}.Rank(string query, {Names.Texts} documents) => {fail};

            """.Replace("\r\n", "\n"));

        void Training()
        {
            Member("KeptBytesPerPiece", "public const int KeptBytesPerPiece = 1;");
            Member("Parameters", $"public {Names.ParameterSet} Parameters => {fail};");
            Member("Dropout", $"public {Names.Dropout} Dropout => {fail};");
            Member("Train", $"public {Names.TrainingStep} Train({Names.Ids} inputIds, {Names.Ids} offsets = default, {Names.Ids} tokenTypeIds = default) => {fail};");
            Member("Train", $"public {Names.TrainingStep} Train({Names.Ids} inputIds, {Names.Ids} offsets, {Names.Ids} tokenTypeIds, {Names.Ids} attentionMask) => {fail};");
            Member("Train", $"public {Names.TrainingStep} Train({Names.BertInput}<{shape.Name}> input) => {fail};");
            Member("TrainPieces", $"public {Names.TrainingStep} TrainPieces({Names.BertInput}<{shape.Name}> input) => {fail};");
            Member("TrainEmbed", $"public {Names.TrainingStep} TrainEmbed(params global::System.ReadOnlySpan<string> texts) => {fail};");
            Member("TrainClassify", $"public {Names.TrainingStep} TrainClassify(params global::System.ReadOnlySpan<string> texts) => {fail};");
            Member("TrainClassify", $"public {Names.TrainingStep} TrainClassify(global::System.ReadOnlySpan<string> firsts, global::System.ReadOnlySpan<string> seconds) => {fail};");
            Member("TrainClassify", $"public {Names.TrainingStep} TrainClassify({Names.Ids} inputIds, {Names.Ids} tokenTypeIds = default, {Names.Ids} attentionMask = default) => {fail};");
            Member("TrainClassifyTokens", $"public {Names.TrainingStep} TrainClassifyTokens({Names.Ids} inputIds, {Names.Ids} offsets = default, {Names.Ids} tokenTypeIds = default, {Names.Ids} attentionMask = default) => {fail};");
            Member("TrainPool", $"public {Names.PoolerStep} TrainPool({Names.Ids} inputIds, {Names.Ids} tokenTypeIds = default) => {fail};");
            Member("TrainPool", $"public {Names.PoolerStep} TrainPool({Names.VectorSpan} tokens) => {fail};");
        }

        // A name that the user took is the error that is reported; writing it again would add the compiler's own. What an
        // interface asks for is written all the same, under the interface's name: without it, too, the compiler has an error,
        // and stops before the analyzer can say what is wrong.
        void Member(string name, string code, string? whenTaken = null)
        {
            if (!shape.TakenNames.Contains(name))
            {
                writer.Lines("/// <summary>Not compiled.</summary>");
                writer.Lines(code);
                writer.Blank();
            }
            else if (whenTaken is not null)
            {
                writer.Lines(whenTaken);
                writer.Blank();
            }
        }
    }
}
