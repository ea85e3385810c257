using BertGen.Generator.Common;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Training;

namespace BertGen.Generator.Writing;

/// <summary>Writes the calls by which a class is trained, and what they have beside its two passes.</summary>
internal sealed class TrainingWriter(IndentedWriter writer, EmbedderSpec spec, ClassSteps steps, ClassPlan computed)
{
    private readonly EmbedderPlan? _pooler = computed.Pooler;

    private string Hidden => NumberText.Plain(spec.Config.HiddenSize);

    /// <summary>Whether there is a step of <c>Embed</c>: not where all that it computes is frozen.</summary>
    private bool HasTrainEmbed => spec.HasTrainEmbed(computed.Embed is not null);

    private const string Arguments = $"{Internals.In}Trainer, {Internals.In}Memory, MaxThreads, Dropout";

    private string Mix => spec.IsMixLearned ? ", ScalarMix" : "";

    /// <summary>The public constant.</summary>
    public void PublicConstants()
    {
        string choice = steps.Forward.IsCheckpointed ? "without <c>Checkpointing</c>" : "with <c>Checkpointing</c>";
        writer.Lines($"""
            /// <summary>Bytes that a training step keeps of a piece for the backward pass; {choice}, {Bytes(steps.Other)}.</summary>
            public const int KeptBytesPerPiece = {NumberText.Plain(steps.KeptPerPiece * sizeof(float))};

            """);
    }

    /// <summary>The rates of dropout.</summary>
    public void Rates()
    {
        Rate(nameof(spec.Config.HiddenDropout), spec.Config.HiddenDropout);
        Rate(nameof(spec.Config.AttentionDropout), spec.Config.AttentionDropout);
        Rate(nameof(spec.Config.InnerDropout), spec.Config.InnerDropout);
        writer.Blank();

        void Rate(string name, double rate)
        {
            if (rate > 0 && steps.TrainedLayers.Count > 0)
            {
                writer.Lines($"private const float {name} = {NumberText.Literal((float)rate)};");
            }
        }
    }

    public void Properties() => writer.Lines($$"""
        /// <summary>The parameters that training changes, with their gradients.</summary>
        public TrainedParameters Parameters => {{Internals.In}}Parameters;

        /// <summary>The random numbers of dropout in training steps; set its seed, or turn it off.</summary>
        public {{Names.Dropout}} Dropout { get; } = new();

        """);

    public void Methods()
    {
        writer.Lines($$"""
            /// <summary>The forward pass of a training step: like <see cref="Forward({{Ids}}, {{Ids}}, {{Ids}})"/>, with dropout, and ready to go backward.</summary>
            /// <param name="inputIds">Ids of pieces, (batch, ..., pieces); {{ClassSummary.Padding(spec.Config)}} is padding, whose vectors are zero.</param>
            /// <param name="offsets">Indices of pieces, (batch, ..., words); without them every piece has its vector.</param>
            /// <param name="tokenTypeIds">Token types, (batch, ..., pieces); without them all are 0.</param>
            /// <returns>The step; its output is (batch, ..., pieces or words, {{Hidden}}).</returns>
            /// <exception cref="global::System.ArgumentException">The shapes do not fit each other.</exception>
            /// <exception cref="global::System.ArgumentOutOfRangeException">An id, offset or token type lies outside its range.</exception>
            /// <exception cref="global::System.ObjectDisposedException">The embedder was disposed.</exception>
            public {{Names.TrainingStep}} Train(
                {{Names.Ids}} inputIds,
                {{Names.Ids}} offsets = default,
                {{Names.Ids}} tokenTypeIds = default)
            {
                {{Internals.In}}Trainer.Refresh();
                return {{Internals.In}}Trainer.Rent(Info, inputIds, offsets, tokenTypeIds).Train({{Internals.Field}}, {{Arguments}}{{Mix}});
            }

            /// <summary>The same, where a mask says which pieces are there, and not their ids.</summary>
            /// <param name="inputIds">Ids of pieces, (batch, ..., pieces).</param>
            /// <param name="offsets">Indices of pieces, (batch, ..., words), or <c>default</c>: every piece has its vector.</param>
            /// <param name="tokenTypeIds">Token types, (batch, ..., pieces), or <c>default</c>: all are 0.</param>
            /// <param name="attentionMask">1 where a piece is there, 0 where not, (batch, ..., pieces).</param>
            /// <returns>The step; its output is (batch, ..., pieces or words, {{Hidden}}).</returns>
            /// <exception cref="global::System.ArgumentException">The shapes do not fit each other.</exception>
            /// <exception cref="global::System.ArgumentOutOfRangeException">An id, offset, token type or the mask lies outside its range.</exception>
            public {{Names.TrainingStep}} Train({{Names.Ids}} inputIds, {{Names.Ids}} offsets, {{Names.Ids}} tokenTypeIds, {{Names.Ids}} attentionMask)
            {
                {{Internals.In}}Trainer.Refresh();
                return {{Internals.In}}Trainer.Rent(Info, inputIds, offsets, tokenTypeIds, attentionMask).Train({{Internals.Field}}, {{Arguments}}{{Mix}});
            }

            /// <summary>A training step on the words of indexed texts.</summary>
            /// <param name="input">What the indexer of this model made of the texts.</param>
            /// <returns>The step; its output is (batch, words, {{Hidden}}).</returns>
            public {{Names.TrainingStep}} Train({{Names.BertInput}}<{{spec.Class.Name}}> input)
            {
                global::System.ArgumentNullException.ThrowIfNull(input);
                return Train(input.InputIds, input.Offsets, input.TokenTypeIds);
            }

            /// <summary>A training step on the pieces of indexed texts.</summary>
            /// <param name="input">What the indexer of this model made of the texts.</param>
            /// <returns>The step; its output is (batch, pieces, {{Hidden}}).</returns>
            public {{Names.TrainingStep}} TrainPieces({{Names.BertInput}}<{{spec.Class.Name}}> input)
            {
                global::System.ArgumentNullException.ThrowIfNull(input);
                return Train(input.InputIds, default, input.TokenTypeIds);
            }

            """);
        if (HasTrainEmbed)
        {
            writer.Lines($$"""
                /// <summary>A training step on one vector for each text: {{ClassSummary.SentenceVector(spec)}}.</summary>
                /// <param name="texts">The texts.</param>
                /// <returns>The step; its output is (texts, {{Hidden}}).</returns>
                /// <exception cref="global::System.ArgumentException">A text is null.</exception>
                /// <exception cref="global::System.ObjectDisposedException">The embedder was disposed.</exception>
                public {{Names.TrainingStep}} TrainEmbed(params global::System.ReadOnlySpan<string> texts)
                {
                    {{Internals.In}}Trainer.Refresh();
                    using {{Names.PieceBuffer}} pieces = {{SentenceWriter.Pipeline}}.Encode(texts);
                    return {{Internals.In}}Trainer.RentTexts(Info, pieces, HiddenSize, first: {{(spec.Pooling == Options.Pooling.Cls ? "true" : "false")}}).Train({{(computed.Embed is null ? Internals.Field : Internals.In + "Embeds")}}, {{Arguments}}{{(computed.Embed is null && spec.IsMixLearned ? ", mix: ScalarMix" : "")}}, head: {{Internals.In}}Pools);
                }

                /// <inheritdoc cref="TrainEmbed(global::System.ReadOnlySpan{string})"/>
                /// <exception cref="global::System.ArgumentNullException">The texts are null.</exception>
                public {{Names.TrainingStep}} TrainEmbed(string[] texts)
                {
                    global::System.ArgumentNullException.ThrowIfNull(texts);
                    return TrainEmbed((global::System.ReadOnlySpan<string>)texts);
                }

                """);
        }

        if (computed.Classify is not null)
        {
            Classifying();
        }

        if (_pooler is not null)
        {
            writer.Lines($$"""
                /// <summary>A training step on the model's pooler and all below it: <c>tanh(dense(first vector))</c>.</summary>
                /// <param name="inputIds">Ids of pieces, (batch, ..., pieces).</param>
                /// <param name="tokenTypeIds">Token types, (batch, ..., pieces); without them all are 0.</param>
                /// <returns>The step; its output is (batch, ..., {{Hidden}}).</returns>
                /// <exception cref="global::System.ArgumentException">The shapes do not fit each other.</exception>
                /// <exception cref="global::System.ArgumentOutOfRangeException">An id or token type lies outside its range, or there are no pieces.</exception>
                public {{Names.TrainingStep}} TrainPool({{Names.Ids}} inputIds, {{Names.Ids}} tokenTypeIds = default)
                {
                    {{Names.TrainingStep}} tokens = Train(inputIds, {{Names.Pooler}}.FirstPieces(inputIds), tokenTypeIds);
                    return {{Internals.In}}TrainPool(tokens.Output, tokens);
                }

                /// <summary>A training step on the pooler alone.</summary>
                /// <param name="tokens">(batch, ..., pieces, {{Hidden}}); only the first vector of each row is read.</param>
                /// <returns>The step; its output is (batch, ..., {{Hidden}}), and its input gradient has the shape of the vectors.</returns>
                /// <exception cref="global::System.ArgumentException">The shape is another.</exception>
                public {{Names.TrainingStep}} TrainPool({{Names.VectorSpan}} tokens)
                {
                    {{Internals.In}}Trainer.Refresh();
                    return {{Internals.In}}TrainPool(tokens, below: null);
                }

                """);
        }
    }

    /// <summary>What these call of the nested class.</summary>
    public void Inside()
    {
        if (_pooler is not null)
        {
            writer.Lines($"public {Names.TrainingStep} TrainPool({Names.VectorSpan} tokens, {Names.TrainingStep}? below) => Trainer.RentFirst(Info, tokens, HiddenSize).TrainGiven(PoolsFirst, Trainer, Memory, MaxThreads, below);");
            writer.Blank();
        }
    }

    private void Classifying()
    {
        string count = NumberText.Plain(spec.Config.Labels.Count);
        if (spec.IsTokenClassifier)
        {
            writer.Lines($$"""
                /// <summary>A training step on the logits of pieces: what <c>ClassifyTokens</c> returns, with dropout in the layers, and ready to go backward.</summary>
                /// <param name="inputIds">Ids of pieces, (batch, ..., pieces).</param>
                /// <param name="offsets">Indices of pieces, (batch, ..., words), or <c>default</c>: every piece has its logits.</param>
                /// <param name="tokenTypeIds">Token types, (batch, ..., pieces), or <c>default</c>: all are 0.</param>
                /// <param name="attentionMask">1 where a piece is there, 0 where not, (batch, ..., pieces); without it ids tell.</param>
                /// <returns>The step; its output is (batch, ..., pieces or words, {{count}}).</returns>
                /// <exception cref="global::System.ArgumentException">The shapes do not fit each other.</exception>
                /// <exception cref="global::System.ArgumentOutOfRangeException">An id, offset, token type or the mask lies outside its range.</exception>
                public {{Names.TrainingStep}} TrainClassifyTokens({{Names.Ids}} inputIds, {{Names.Ids}} offsets = default, {{Names.Ids}} tokenTypeIds = default, {{Names.Ids}} attentionMask = default)
                {
                    {{Internals.In}}Trainer.Refresh();
                    return {{Internals.In}}Trainer.Rent({{Internals.Class}}.{{TokenClassifierWriter.Info}}, inputIds, offsets, tokenTypeIds, attentionMask).Train({{Internals.In}}Classifies, {{Arguments}});
                }

                """);
            return;
        }

        string texts = "global::System.ReadOnlySpan<string>";
        string train = $"width: {count}, first: true).Train({Internals.In}Classifies, {Arguments})";
        writer.Lines($$"""
            /// <summary>A training step on the logits of texts: what <c>Classify</c> returns, with dropout in the layers, and ready to go backward.</summary>
            /// <param name="texts">The texts.</param>
            /// <returns>The step; its output is (texts, {{count}}).</returns>
            /// <exception cref="global::System.ArgumentException">A text is null.</exception>
            /// <exception cref="global::System.ObjectDisposedException">The embedder was disposed.</exception>
            public {{Names.TrainingStep}} TrainClassify(params {{texts}} texts)
            {
                {{Internals.In}}Trainer.Refresh();
                using {{Names.PieceBuffer}} pieces = {{Internals.In}}Texts.Encode(texts);
                return {{Internals.In}}Trainer.RentTexts(Info, pieces, {{train}};
            }

            /// <inheritdoc cref="TrainClassify(global::System.ReadOnlySpan{string})"/>
            /// <exception cref="global::System.ArgumentNullException">The texts are null.</exception>
            public {{Names.TrainingStep}} TrainClassify(string[] texts)
            {
                global::System.ArgumentNullException.ThrowIfNull(texts);
                return TrainClassify(({{texts}})texts);
            }

            /// <summary>A training step on the logits of pairs of texts: what <c>Score</c> makes its scores of.</summary>
            /// <param name="firsts">The first texts.</param>
            /// <param name="seconds">The second texts, as many.</param>
            /// <returns>The step; its output is (pairs, {{count}}).</returns>
            /// <exception cref="global::System.ArgumentException">A text is null, or there are more of the ones than of the others.</exception>
            public {{Names.TrainingStep}} TrainClassify({{texts}} firsts, {{texts}} seconds)
            {
                {{Internals.In}}Trainer.Refresh();
                using {{Names.PieceBuffer}} pieces = {{Internals.In}}Texts.EncodePairs(firsts, seconds, null);
                return {{Internals.In}}Trainer.RentTexts(Info, pieces, {{train}};
            }

            /// <summary>A training step on the logits of rows of ids.</summary>
            /// <param name="inputIds">Ids of pieces, (batch, ..., pieces), at most <see cref="MaxPieces"/> in a row.</param>
            /// <param name="tokenTypeIds">Token types, (batch, ..., pieces); without them all are 0.</param>
            /// <param name="attentionMask">1 where a piece is there, 0 where not, (batch, ..., pieces); without it ids tell.</param>
            /// <returns>The step; its output is (batch, ..., {{count}}).</returns>
            /// <exception cref="global::System.ArgumentException">The shapes do not fit each other, a row is too long, or its first piece is not there.</exception>
            /// <exception cref="global::System.ArgumentOutOfRangeException">An id, token type or the mask lies outside its range.</exception>
            public {{Names.TrainingStep}} TrainClassify({{Names.Ids}} inputIds, {{Names.Ids}} tokenTypeIds = default, {{Names.Ids}} attentionMask = default)
            {
                {{Internals.In}}Trainer.Refresh();
                return {{Internals.In}}Trainer.RentFirst(Info, inputIds, tokenTypeIds, attentionMask, width: {{count}}).Train({{Internals.In}}Classifies, {{Arguments}});
            }

            """);
    }

    private const string Ids = "global::System.Numerics.Tensors.ReadOnlyTensorSpan{int}";

    private static string Bytes(TrainingPlan plan) => NumberText.Grouped(plan.KeptPerPiece * sizeof(float));
}
