using BertGen.Generator.Common;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Writing;

/// <summary>Writes the calls of a class for TorchSharp: those whose results come to memory of the process, and those whose results stay on the device.</summary>
internal sealed class TorchSharpCallsWriter(IndentedWriter writer, EmbedderSpec spec, ClassPlan plan)
{
    private string Hidden => NumberText.Plain(spec.Config.HiddenSize);

    public void Write()
    {
        Forwarding();
        if (spec.Pipeline is not null)
        {
            Embedding();
        }

        if (plan.Pooler is { } pooler)
        {
            string dense = TorchSharpNames.Path(pooler.Ops.OfType<LinearOp>().Single().Module);
            PoolerWriter.Write(
                writer,
                spec.Class.Name,
                Hidden,
                $"return {TorchNames.TorchCalls}.Pool({Internals.Field}, tokens, {dense});",
                $"return Pool({Names.Pooler}.AsPieces({TorchNames.TorchCalls}.Classify({Internals.Field}, inputIds, tokenTypeIds, attentionMask, HiddenSize)));");
        }

        if (spec.IsClassifier)
        {
            ClassifierWriter.Write(writer, spec, plan.Classify is null
                ? null
                : $"return {TorchNames.TorchCalls}.Classify({Internals.In}Classifies, inputIds, tokenTypeIds, attentionMask, {NumberText.Plain(spec.Config.Labels.Count)});");
        }

        if (spec.IsTokenClassifier)
        {
            TokenClassifierWriter.Write(writer, spec, RunOnIds("Classifies"));
        }

        if (plan.Predict is not null)
        {
            PredictorWriter.Write(writer, RunOnIds("Predicts"));
        }

        if (plan.Sparse is not null)
        {
            SparseWriter.Write(writer, spec, $", {Internals.In}{SparseWriter.Weights}");
        }

        ClassifyingOnDevice();
    }

    /// <summary>What the calls on texts are given to run: members of the nested class.</summary>
    public void Inside()
    {
        if (spec.IsClassifier)
        {
            ClassifierWriter.Inside(writer, plan.Classify is null
                ? $"return Texts.Finish({TorchNames.TorchCalls}.EncodeTexts({(plan.Embed is null ? "this" : "Embeds")}, pieces), pieces);"
                : $"return {TorchNames.TorchCalls}.Classify(Classifies, pieces, {NumberText.Plain(spec.Config.Labels.Count)});");
        }

        if (spec.IsTokenClassifier)
        {
            TokenClassifierWriter.Inside(writer, $"return {TorchNames.TorchCalls}.EncodeTexts(Classifies, pieces);");
        }

        if (plan.Sparse is not null)
        {
            SparseWriter.Inside(writer, $"return {TorchNames.TorchCalls}.Classify(MakesSparse, pieces, VocabularySize);");
        }
    }

    private static string RunOnIds(string encoder) => $"return {TorchNames.TorchCalls}.Forward({Internals.In}{encoder}, inputIds, offsets, tokenTypeIds, attentionMask);";

    private void Forwarding()
    {
        writer.Lines($$"""
            /// <summary>Vectors of all pieces, or of those that offsets name.</summary>
            /// <param name="inputIds">Ids of pieces, (batch, ..., pieces). {{ClassSummary.Padding(spec.Config)}} is padding, whose vector is zero.</param>
            /// <param name="offsets">Places of the wanted pieces, (batch, ..., words); without them all pieces are returned.</param>
            /// <param name="tokenTypeIds">Token types, (batch, ..., pieces); without them all are 0.</param>
            /// <returns>(batch, ..., pieces or words, {{Hidden}}).</returns>
            /// <exception cref="global::System.ArgumentException">The shapes do not fit each other.</exception>
            /// <exception cref="global::System.ArgumentOutOfRangeException">An id, offset or token type lies outside its range.</exception>
            public {{Names.Vectors}} Forward(
                {{Names.Ids}} inputIds,
                {{Names.Ids}} offsets = default,
                {{Names.Ids}} tokenTypeIds = default) => {{TorchNames.TorchCalls}}.Forward({{Internals.Field}}, inputIds, offsets, tokenTypeIds);

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
                {{Names.Ids}} attentionMask) => {{TorchNames.TorchCalls}}.Forward({{Internals.Field}}, inputIds, offsets, tokenTypeIds, attentionMask);

            """);
        InputCallsWriter.Write(writer, spec.Class.Name, Hidden);
        writer.Lines($$"""
            /// <summary>Vectors of all pieces, or of those that offsets name, on the device{{(spec.RequiresGrad ? "; gradients are recorded where they are enabled" : "")}}.</summary>
            /// <param name="inputIds">Ids of pieces, (batch, ..., pieces), best in memory of the CPU: what is padding is decided there.</param>
            /// <param name="offsets">Places of the wanted pieces, (batch, ..., words); without them all pieces are returned.</param>
            /// <param name="tokenTypeIds">Token types, (batch, ..., pieces); without them all are 0.</param>
            /// <returns>(batch, ..., pieces or words, {{Hidden}}), in the type of the weights.</returns>
            /// <exception cref="global::System.ArgumentException">The shapes do not fit each other.</exception>
            /// <exception cref="global::System.ArgumentOutOfRangeException">An id, offset or token type lies outside its range.</exception>
            """);
        OnDevice(
            $"public override {TorchNames.Tensor} forward({TorchNames.Tensor} inputIds, {TorchNames.Tensor}? offsets = null, {TorchNames.Tensor}? tokenTypeIds = null)",
            $"Forward({Internals.Field}, inputIds, offsets, tokenTypeIds)");
        writer.Lines($$"""
            /// <summary>The same, where a mask says which pieces are there, and not their ids.</summary>
            /// <param name="inputIds">Ids of pieces, (batch, ..., pieces).</param>
            /// <param name="offsets">Places of the wanted pieces, (batch, ..., words), or null: all pieces are returned.</param>
            /// <param name="tokenTypeIds">Token types, (batch, ..., pieces), or null: all are 0.</param>
            /// <param name="attentionMask">1 where a piece is there, 0 where not, (batch, ..., pieces); the vectors of others are zero.</param>
            /// <returns>(batch, ..., pieces or words, {{Hidden}}), in the type of the weights.</returns>
            /// <exception cref="global::System.ArgumentException">The shapes do not fit each other.</exception>
            /// <exception cref="global::System.ArgumentOutOfRangeException">An id, offset, token type or the mask lies outside its range.</exception>
            """);
        OnDevice(
            $"public {TorchNames.Tensor} forward({TorchNames.Tensor} inputIds, {TorchNames.Tensor}? offsets, {TorchNames.Tensor}? tokenTypeIds, {TorchNames.Tensor} attentionMask)",
            $"Forward({Internals.Field}, inputIds, offsets, tokenTypeIds, attentionMask)");
    }

    /// <summary>Logits that stay on the device.</summary>
    private void ClassifyingOnDevice()
    {
        string count = NumberText.Plain(spec.Config.Labels.Count);
        string recorded = spec.RequiresGrad ? "; gradients are recorded where they are enabled" : "";
        if (spec.IsClassifier && plan.Classify is not null)
        {
            writer.Lines($$"""
                /// <summary>The logits of the classifier for rows of ids, on the device{{recorded}}.</summary>
                /// <param name="inputIds">Ids of pieces, (batch, ..., pieces), at most <see cref="MaxPieces"/> in a row.</param>
                /// <param name="tokenTypeIds">Token types, (batch, ..., pieces); without them all are 0.</param>
                /// <param name="attentionMask">1 where a piece is there, 0 where not, (batch, ..., pieces); without it ids tell.</param>
                /// <returns>(batch, ..., {{count}}), in the type of the weights.</returns>
                /// <exception cref="global::System.ArgumentException">The shapes do not fit each other, a row is too long, or its first piece is not there.</exception>
                /// <exception cref="global::System.ArgumentOutOfRangeException">An id, token type or the mask lies outside its range.</exception>
                """);
            OnDevice(
                $"public {TorchNames.Tensor} classify({TorchNames.Tensor} inputIds, {TorchNames.Tensor}? tokenTypeIds = null, {TorchNames.Tensor}? attentionMask = null)",
                $"ClassifyOnDevice({Internals.In}Classifies, inputIds, tokenTypeIds, attentionMask, {count})");
        }

        if (spec.IsTokenClassifier)
        {
            writer.Lines($$"""
                /// <summary>The logits of the classifier for every piece, or for those that offsets name, on the device{{recorded}}.</summary>
                /// <param name="inputIds">Ids of pieces, (batch, ..., pieces).</param>
                /// <param name="offsets">Places of the wanted pieces, (batch, ..., words); without them all pieces are returned.</param>
                /// <param name="tokenTypeIds">Token types, (batch, ..., pieces); without them all are 0.</param>
                /// <param name="attentionMask">1 where a piece is there, 0 where not, (batch, ..., pieces); without it ids tell. The logits of others are zero.</param>
                /// <returns>(batch, ..., pieces or words, {{count}}), in the type of the weights.</returns>
                /// <exception cref="global::System.ArgumentException">The shapes do not fit each other.</exception>
                /// <exception cref="global::System.ArgumentOutOfRangeException">An id, offset, token type or the mask lies outside its range.</exception>
                """);
            OnDevice(
                $"public {TorchNames.Tensor} classifyTokens({TorchNames.Tensor} inputIds, {TorchNames.Tensor}? offsets = null, {TorchNames.Tensor}? tokenTypeIds = null, {TorchNames.Tensor}? attentionMask = null)",
                $"Forward({Internals.In}Classifies, inputIds, offsets, tokenTypeIds, attentionMask)");
        }
    }

    private void Embedding()
    {
        string encoder = plan.Embed is null ? Internals.Field : Internals.In + "Embeds";
        var sentences = new SentenceWriter(writer, spec);
        string Arguments(string call) => $"{encoder}, {SentenceWriter.Pipeline}, texts{(call.Length > 0 ? ", " + call : "")}";
        if (spec.HasSentences)
        {
            sentences.Calls(
                call => $"{TorchNames.TorchCalls}.Embed({Arguments(call)})",
                call => $"{TorchNames.TorchCalls}.EmbedTokens({Arguments(call)})",
                "");
        }

        if (spec.Multi is not null)
        {
            MultiVectorWriter.Write(writer, spec, call => $"{TorchNames.TorchCalls}.EmbedMultiVector({Arguments(call)})", "");
        }

        if (!spec.HasSentences)
        {
            sentences.Tokenization();
        }

        if (!spec.Pipeline!.IsPlain)
        {
            return;
        }

        writer.Lines($$"""
            /// <summary>One vector for each text, as one batch, on the device{{(spec.RequiresGrad ? "; gradients are recorded where they are enabled" : "")}}.</summary>
            /// <param name="texts">The texts.</param>
            /// <returns>(texts, {{Hidden}}) in float32.</returns>
            /// <exception cref="global::System.ArgumentException">A text is null.</exception>
            """);
        OnDevice($"public {TorchNames.Tensor} embed(params global::System.ReadOnlySpan<string> texts)", $"EmbedOnDevice({Arguments("")}, normalize: {(spec.Normalize ? "true" : "false")})");
        writer.Lines($$"""
            /// <inheritdoc cref="embed(global::System.ReadOnlySpan{string})"/>
            /// <exception cref="global::System.ArgumentNullException">The texts are null.</exception>
            public {{TorchNames.Tensor}} embed(string[] texts)
            {
                global::System.ArgumentNullException.ThrowIfNull(texts);
                return embed((global::System.ReadOnlySpan<string>)texts);
            }

            """);
    }

    /// <summary>Writes a method whose result stays on the device. A class without gradients records none.</summary>
    private void OnDevice(string head, string call)
    {
        writer.Block(head, () =>
        {
            if (!spec.RequiresGrad)
            {
                writer.Lines($"using global::System.IDisposable inference = {TorchNames.Library}torch.no_grad();");
            }

            writer.Lines($"return {TorchNames.TorchCalls}.{call};");
        });
        writer.Blank();
    }
}
