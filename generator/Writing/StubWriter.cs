using BertGen.Generator.Members;
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
        (target == Target.TorchSharp ? TorchNames.Base + ", " : "") + $"{Names.IBertModel}<{shape.Name}>, {Names.ISentenceEmbedder}, {Names.ITokenEmbedder}, {Names.ISparseEmbedder}, {Names.ITextClassifier}, {Names.IReranker}, global::System.IDisposable",
        writer => Members(shape, target, writer));

    private static void Members(ClassShape shape, Target target, IndentedWriter writer)
    {
        string name = shape.Name;
        string fail = $"throw new global::System.InvalidOperationException(\"{shape.FullName} was not compiled: see the BERT diagnostics of the build.\")";
        ClassParts parts = ClassParts.All
            & ~(target == Target.TorchSharp ? ClassParts.Engine | ClassParts.Trained | ClassParts.Table : ClassParts.Torch)
            & ~(shape.IsTrained ? ClassParts.None : ClassParts.Trained);

        // A name that the user took is the error that is reported; writing it again would add the compiler's own.
        foreach (Member member in MemberTable.All.Where(member => member is { IsInStub: true, Declaration: not null } && member.IsOf(parts) && !shape.TakenNames.Contains(member.Name)))
        {
            writer.Lines("/// <summary>Not compiled.</summary>");
            writer.Lines(member.Declaration!.Replace(MemberTable.Self, name) + Body(member, fail));
            writer.Blank();
        }

        if (target == Target.TorchSharp)
        {
            writer.Lines($"private {name}() : base(\"\") => {fail};");
            writer.Blank();
        }

        Interfaces(writer, shape, fail);
    }

    // 1 and not 0: a constant that someone divides by would be a second error.
    private static string Body(Member member, string fail) => member switch
    {
        { Kind: MemberKind.Constant } => " = 1;",
        { Kind: MemberKind.Property, IsSettable: true } => $" {{ get => {fail}; set => {fail}; }}",
        _ => $" => {fail};",
    };

    // What an interface asks for is written under the interface's name where the user took its own: without it, too, the
    // compiler has an error, and stops before the analyzer can say what is wrong.
    private static void Interfaces(IndentedWriter writer, ClassShape shape, string fail)
    {
        string name = shape.Name;
        if (shape.TakenNames.Contains("Info"))
        {
            writer.Lines($"static {Names.BertModelInfo} {Names.IBertModel}<{name}>.Info => {fail};");
        }

        if (shape.TakenNames.Contains("Dispose"))
        {
            writer.Lines("void global::System.IDisposable.Dispose() { }");
        }

        writer.Lines($"""
            static {name} {Names.IBertModel}<{name}>.Load(string? source) => {fail};
            {Names.BertModelInfo} {Names.ISentenceEmbedder}.ModelInfo => {fail};
            int {Names.ISentenceEmbedder}.Dimensions => {fail};
            {Names.TextTokenizer} {Names.ISentenceEmbedder}.Tokenizer => {fail};
            {Names.TextEmbeddings} {Names.ISentenceEmbedder}.Embed({Names.Texts} texts, {Names.EmbedOptions}? options, {Names.CancellationToken} cancellationToken) => {fail};
            {Names.Vectors}[] {Names.ITokenEmbedder}.EmbedTokens({Names.Texts} texts, {Names.EmbedOptions}? options) => {fail};
            {Names.BertModelInfo} {Names.ISparseEmbedder}.ModelInfo => {fail};
            {Names.TextTokenizer} {Names.ISparseEmbedder}.Tokenizer => {fail};
            {Names.SparseVector}[] {Names.ISparseEmbedder}.EmbedSparse({Names.Texts} texts, {Names.EmbedOptions}? options) => {fail};
            {Names.BertModelInfo} {Names.ITextClassifier}.ModelInfo => {fail};
            {Names.TextTokenizer} {Names.ITextClassifier}.Tokenizer => {fail};
            {Names.Vectors} {Names.ITextClassifier}.Classify({Names.Texts} firsts, {Names.Texts} seconds) => {fail};
            {Names.StringList} {Names.ITextClassifier}.Labels => {fail};
            {Names.Vectors} {Names.ITextClassifier}.Classify({Names.Texts} texts) => {fail};
            {Names.BertModelInfo} {Names.IReranker}.ModelInfo => {fail};
            {Names.Vectors} {Names.IReranker}.Score(string query, {Names.Texts} documents) => {fail};
            global::System.Collections.Generic.IReadOnlyList<{Names.RankedText}> {Names.IReranker}.Rank(string query, {Names.Texts} documents) => {fail};

            """.Replace("\r\n", "\n"));
    }
}
