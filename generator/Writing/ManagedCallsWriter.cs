using BertGen.Generator.Common;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Writing;

/// <summary>Writes the calls of a class for the managed engine: the public members that rent a batch, and run one of its computations on it.</summary>
internal sealed class ManagedCallsWriter(IndentedWriter writer, EmbedderSpec spec, ClassPlan plan)
{
    private const string Arguments = $"{Internals.In}Memory, MaxThreads";

    private string Hidden => NumberText.Plain(spec.Config.HiddenSize);

    private string Mix => spec.IsMixLearned ? ", ScalarMix" : "";

    /// <summary>Brings what training changed into the packed weights.</summary>
    private string Refresh => spec.RequiresGrad ? $"{Internals.In}Trainer.Refresh();\n    " : "";

    /// <summary>A first piece that a mask leaves out has a vector of its own only where it sees the others.</summary>
    private string HasFirst => spec.Config.LocalLayers.Any(isLocal => isLocal) && !spec.Architecture.ClassifiesMean(spec.Config) && !spec.Architecture.ClassifiesPieces(spec.Config) ? ", hasFirst: false" : "";

    public void Write()
    {
        Forwarding();
        if (spec.Pipeline is not null)
        {
            Embedding();
        }

        if (plan.Pooler is not null)
        {
            PoolerWriter.Write(
                writer,
                spec.Class.Name,
                Hidden,
                Run("RentFirst(Info, tokens, width: HiddenSize)", $"batch.Run({Internals.In}PoolsFirst, {Arguments})"),
                Run("RentFirst(Info, inputIds, tokenTypeIds, attentionMask, width: HiddenSize)", $"Pool({Names.Pooler}.AsPieces(batch.Run({Internals.Field}, {Arguments}{Mix})))"));
        }

        if (spec.IsClassifier)
        {
            ClassifierWriter.Write(writer, spec, plan.Classify is null
                ? null
                : Run($"RentFirst(Info, inputIds, tokenTypeIds, attentionMask, width: {NumberText.Plain(spec.Config.Labels.Count)}{HasFirst})", $"batch.Run({Internals.In}Classifies, {Arguments})"));
        }

        if (spec.IsTokenClassifier)
        {
            TokenClassifierWriter.Write(writer, spec, RunOnIds(TokenClassifierWriter.Info, "Classifies"));
        }

        if (plan.Predict is not null)
        {
            PredictorWriter.Write(writer, RunOnIds(PredictorWriter.Info, "Predicts"));
        }

        if (plan.Sparse is not null)
        {
            SparseWriter.Write(writer, spec, $", {Internals.In}{SparseWriter.Weights}");
        }
    }

    /// <summary>What the calls on texts are given to run: members of the nested class.</summary>
    public void Inside()
    {
        string refresh = spec.RequiresGrad ? "Trainer.Refresh();\n" : "";
        string RunPieces(string rented, string run) => $"{refresh}using {Names.PieceBatch} batch = {Names.PieceBatch}.{rented};\nreturn {run};";
        string Pooled(string width, string encoder) => RunPieces($"RentTexts(Info, pieces, {width}, first: true)", $"batch.Run({encoder}, Memory, MaxThreads)");
        if (spec.IsClassifier)
        {
            ClassifierWriter.Inside(writer, plan.Classify is null
                ? RunPieces("RentPieces(Info, pieces)", $"Texts.Finish(batch.Run({(plan.Embed is null ? "this" : "Embeds")}, Memory, MaxThreads{(plan.Embed is null ? Mix : "")}), pieces)")
                : Pooled(NumberText.Plain(spec.Config.Labels.Count), "Classifies"));
        }

        if (spec.IsTokenClassifier)
        {
            TokenClassifierWriter.Inside(writer, RunPieces($"RentPieces({TokenClassifierWriter.Info}, pieces)", "batch.Run(Classifies, Memory, MaxThreads)"));
        }

        if (plan.Sparse is not null)
        {
            SparseWriter.Inside(writer, Pooled("VocabularySize", "MakesSparse"));
        }
    }

    private string Run(string rented, string run) => $"{Refresh}using {Names.PieceBatch} batch = {Names.PieceBatch}.{rented};\n    return {run};";

    private string RunOnIds(string info, string encoder) => Run($"Rent({Internals.Class}.{info}, inputIds, offsets, tokenTypeIds, attentionMask)", $"batch.Run({Internals.In}{encoder}, {Arguments})");

    private void Forwarding()
    {
        string run = $"batch.Run({Internals.Field}, {Arguments}{Mix})";
        writer.Lines($$"""
            /// <summary>Vectors of pieces, or of the pieces that offsets name. Longer rows than <see cref="MaxPieces"/> are encoded in windows.</summary>
            /// <param name="inputIds">Ids of pieces, (batch, ..., pieces); {{ClassSummary.Padding(spec.Config)}} is padding, whose vectors are zero.</param>
            /// <param name="offsets">Indices of pieces, (batch, ..., words); without them every piece has its vector.</param>
            /// <param name="tokenTypeIds">Token types, (batch, ..., pieces); without them all are 0.</param>
            /// <returns>(batch, ..., pieces or words, {{Hidden}}).</returns>
            /// <exception cref="global::System.ArgumentException">The shapes do not fit each other.</exception>
            /// <exception cref="global::System.ArgumentOutOfRangeException">An id, offset or token type lies outside its range.</exception>
            /// <exception cref="global::System.ObjectDisposedException">The embedder was disposed.</exception>
            public {{Names.Vectors}} Forward(
                {{Names.Ids}} inputIds,
                {{Names.Ids}} offsets = default,
                {{Names.Ids}} tokenTypeIds = default)
            {
                {{Run("Rent(Info, inputIds, offsets, tokenTypeIds)", run)}}
            }

            """);
        writer.Lines($$"""
            /// <summary>The same, where a mask says which pieces are there, and not their ids: what transformers computes for them.</summary>
            /// <param name="inputIds">Ids of pieces, (batch, ..., pieces).</param>
            /// <param name="offsets">Indices of pieces, (batch, ..., words), or <c>default</c>: every piece has its vector.</param>
            /// <param name="tokenTypeIds">Token types, (batch, ..., pieces), or <c>default</c>: all are 0.</param>
            /// <param name="attentionMask">1 where a piece is there, 0 where not, (batch, ..., pieces); the vectors of others are zero.</param>
            /// <returns>(batch, ..., pieces or words, {{Hidden}}).</returns>
            /// <exception cref="global::System.ArgumentException">The shapes do not fit each other.</exception>
            /// <exception cref="global::System.ArgumentOutOfRangeException">An id, offset, token type or the mask lies outside its range.</exception>
            public {{Names.Vectors}} Forward(
                {{Names.Ids}} inputIds,
                {{Names.Ids}} offsets,
                {{Names.Ids}} tokenTypeIds,
                {{Names.Ids}} attentionMask)
            {
                {{Run("Rent(Info, inputIds, offsets, tokenTypeIds, attentionMask)", run)}}
            }

            """);
        InputCallsWriter.Write(writer, spec.Class.Name, Hidden);
    }

    private void Embedding()
    {
        string encoder = plan.Embed is null ? Internals.Field : Internals.In + "Embeds";
        string On(string call) => $"{encoder}, {Arguments}, texts{(call.Length > 0 ? ", " + call : "")}{(plan.Embed is null && spec.IsMixLearned ? ", mix: ScalarMix" : "")}";
        string head = plan.Pooling is null ? "" : $", head: {Internals.In}Pools";
        string first = spec.RequiresGrad ? $"{Internals.In}Trainer.Refresh();" : "";
        var sentences = new SentenceWriter(writer, spec);
        if (spec.HasSentences)
        {
            sentences.Calls(call => $"{SentenceWriter.Pipeline}.Embed({On(call)}{head})", call => $"{SentenceWriter.Pipeline}.EmbedTokens({On(call)})", first);
        }

        if (spec.Multi is not null)
        {
            MultiVectorWriter.Write(writer, spec, call => $"{SentenceWriter.Pipeline}.EmbedMultiVector({On(call)})", first);
        }

        if (!spec.HasSentences)
        {
            sentences.Tokenization();
        }
    }
}
