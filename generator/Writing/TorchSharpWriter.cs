using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Writing;

/// <summary>Prints a plan as a <c>torch.nn.Module</c>. Every decision was made before: this only writes it down.</summary>
internal sealed class TorchSharpWriter
{
    private readonly EmbedderSpec _spec;
    private readonly ClassPlan _plan;
    private readonly IndentedWriter _writer;
    private readonly TorchSharpModule _modules;
    private readonly string _name;

    private TorchSharpWriter(EmbedderSpec spec, ClassPlan plan, IndentedWriter writer)
    {
        (_spec, _plan, _writer) = (spec, plan, writer);
        _modules = TorchSharpModule.Of(plan);
        _name = spec.Class.Name;
    }

    private SentenceWriter? Sentences => _spec.Pipeline is null ? null : new SentenceWriter(_writer, _spec);

    private bool HasPairs => _spec.Scores is not null;

    private bool HasPooling => _spec.Pipeline is not null;

    private string Hidden => NumberText.Plain(_spec.Config.HiddenSize);

    public static string Write(EmbedderSpec spec, ClassPlan plan) => ClassFrame.Write(
        spec.Class,
        "from " + spec.Origin,
        ClassSummary.Of(spec, plan, null),
        $"{TorchSharpNames.Base}, {Names.IBertModel}<{spec.Class.Name}>, {TorchSharpNames.ITorchEncoder}{ServiceInterfaces.Of(spec)}",
        writer => new TorchSharpWriter(spec, plan, writer).Members());

    private void Members()
    {
        Constants();
        WeightTableWriter.Write(_writer, _spec, _plan);
        _writer.Blank();
        RotaryWriter.Write(_writer, _spec);
        Sentences?.Plan();
        if (HasPairs)
        {
            ClassifierWriter.Plan(_writer, _spec);
        }

        Constructor();
        Properties();
        new TorchSharpLoadWriter(_writer, _spec).Write();
        Forwarding();
        if (HasPooling)
        {
            Embedding();
        }

        if (_plan.Pooler is { } pooler)
        {
            string dense = TorchSharpNames.Path(pooler.Ops.OfType<LinearOp>().Single().Module);
            PoolerWriter.Write(
                _writer,
                _name,
                Hidden,
                $"return {TorchSharpNames.TorchCalls}.Pool(this, tokens, {dense});",
                $"return Pool({Names.Pooler}.AsPieces({TorchSharpNames.TorchCalls}.Classify(this, inputIds, tokenTypeIds, attentionMask, HiddenSize)));");
        }

        if (_spec.IsClassifier)
        {
            string width = NumberText.Plain(_spec.Config.Labels.Count);
            ClassifierWriter.Write(
                _writer,
                _spec,
                _plan.Classify is null
                    ? $"return _pairs.Finish({TorchSharpNames.TorchCalls}.EncodeTexts({(_plan.Embed is null ? "this" : "_sentences")}, pieces), pieces);"
                    : $"return {TorchSharpNames.TorchCalls}.Classify(_classifies, pieces, {width});",
                _plan.Classify is null ? null : $"return {TorchSharpNames.TorchCalls}.Classify(_classifies, inputIds, tokenTypeIds, attentionMask, {width});");
        }

        if (_spec.IsTokenClassifier)
        {
            TokenClassifierWriter.Write(_writer, _spec, $"return {TorchSharpNames.TorchCalls}.Forward(_classifies, inputIds, offsets, tokenTypeIds, attentionMask);", $"return {TorchSharpNames.TorchCalls}.EncodeTexts(_classifies, pieces);");
        }

        if (_plan.Predict is not null)
        {
            PredictorWriter.Write(_writer, _spec, $"return {TorchSharpNames.TorchCalls}.Forward(_predicts, inputIds, offsets, tokenTypeIds, attentionMask);");
        }

        if (_plan.Sparse is not null)
        {
            SparseWriter.Write(_writer, _spec, $"return {TorchSharpNames.TorchCalls}.Classify(_sparse, pieces, VocabularySize);");
        }

        ClassifyingOnDevice();

        Encoder(owner: "");
        var encode = new TorchSharpEncodeWriter(_writer, _spec, _plan);
        encode.WriteEncoder(_plan.Forward, owner: "");
        _writer.Blank();
        encode.WriteLayers();
        _writer.Blank();
        if (_plan.Embed is { } embed)
        {
            _writer.Lines("// What Embed pools: the last layer, whatever Forward returns.");
            _writer.Block($"private sealed class SentenceEncoder({_name} owner) : {TorchSharpNames.ITorchEncoder}", () =>
            {
                Encoder(owner: "owner.");
                encode.WriteEncoder(embed, owner: "owner.");
            });
            _writer.Blank();
        }

        foreach (HeadEncoder head in HeadEncoder.Of(_plan))
        {
            _writer.Lines($"// {head.Comment}");
            _writer.Block($"private sealed class {head.Class}({_name} owner) : {TorchSharpNames.ITorchEncoder}", () =>
            {
                Encoder(owner: "owner.", info: head.Plan == _plan.Predict ? PredictorWriter.Info : head.Plan == _plan.Classify && _spec.IsTokenClassifier ? "TokenInfo" : "Info");
                encode.WriteEncoder(head.Plan, owner: "owner.");
            });
            _writer.Blank();
        }

        TorchSharpModulesWriter.Write(_writer, _modules.Children);
    }

    private void Constants()
    {
        EncoderConfig config = _spec.Config;
        PublicConstants.Write(_writer, config, _spec);

        _writer.Lines($"private const double LayerNormEpsilon = {config.LayerNormEpsilon};");
        if (_spec.RequiresGrad)
        {
            Dropout("HiddenDropout", config.HiddenDropout);
            Dropout("AttentionDropout", config.AttentionDropout);
            Dropout("InnerDropout", config.InnerDropout);
        }

        _writer.Blank();
        ModelInfoWriter.WriteConfig(_writer, _spec, _plan);
        _writer.Blank();
        MixFactor[] factors = [.. _plan.ConstantFactors];
        if (factors.Length > 0)
        {
            _writer.Lines("// The scalar mix: softmax of ScalarMixParameters. Layers that are not listed have weight 0.");
            foreach (MixFactor factor in factors)
            {
                _writer.Lines($"private const float {ManagedNames.MixConstant(factor.Layer)} = {factor};");
            }

            _writer.Blank();
        }
    }

    private void Dropout(string name, double probability)
    {
        if (probability > 0)
        {
            _writer.Lines($"private const double {name} = {NumberText.Plain(probability)};");
        }
    }

    private void Constructor()
    {
        _writer.Lines($"private readonly {Names.PretrainedBertModel} _model;");
        if (HasPairs)
        {
            _writer.Lines($"private readonly {Names.PairTexts} _pairs;");
        }

        if (HasPooling)
        {
            _writer.Lines($"private readonly {Names.SentencePipeline} _pipeline;");
        }

        if (_plan.Embed is not null)
        {
            _writer.Lines("private readonly SentenceEncoder _sentences;");
        }

        foreach (HeadEncoder head in HeadEncoder.Of(_plan))
        {
            _writer.Lines($"private readonly {head.Class} {head.Field};");
        }

        _writer.Blank();
        string pipeline = (HasPairs ? $", {Names.PairTexts} pairs" : "") + (HasPooling ? $", {Names.SentencePipeline} pipeline" : "");
        _writer.Block($"private {_name}({Names.PretrainedBertModel} model, {TorchSharpNames.TorchWeights} weights{pipeline}) : base(nameof({_name}))", () =>
        {
            _writer.Lines("_model = model;");
            if (HasPairs)
            {
                _writer.Lines("_pairs = pairs;");
            }

            if (HasPooling)
            {
                _writer.Lines("_pipeline = pipeline;");
            }

            if (_plan.Embed is not null)
            {
                _writer.Lines("_sentences = new SentenceEncoder(this);");
            }

            foreach (HeadEncoder head in HeadEncoder.Of(_plan))
            {
                _writer.Lines($"{head.Field} = new {head.Class}(this);");
            }

            foreach (TorchSharpModule module in _modules.Children)
            {
                TorchSharpModulesWriter.Assignment(_writer, module, module.Name);
            }

            if (_spec.IsMixLearned)
            {
                _writer.Lines("ScalarMix = weights.ScalarMix(\"_scalar_mix\", LayerCount);");
            }

            _writer.Lines("RegisterComponents();");
            _writer.Lines("eval();");
            Freezing();
        });
        _writer.Blank();
    }

    private void Freezing()
    {
        if (_spec.Training is not { } training)
        {
            return;
        }

        if (!training.TrainsEmbeddings)
        {
            _writer.Lines($"{TorchSharpNames.TorchOps}.Freeze({TorchSharpEncodeWriter.WordsPath(_plan).Split('.')[0]});");
            foreach (string path in OuterModules())
            {
                _writer.Lines($"{TorchSharpNames.TorchOps}.Freeze({path});");
            }
        }

        foreach (LayerOp layer in _plan.Layers.Where(layer => layer.Place.Number < training.FrozenLayers))
        {
            _writer.Lines($"{TorchSharpNames.TorchOps}.Freeze({TorchSharpNames.Layer(layer.Place)});");
        }
    }

    /// <summary>What stands between embeddings and layers, and is frozen with the embeddings.</summary>
    private IEnumerable<string> OuterModules()
    {
        foreach (LinearModule product in _plan.OuterProducts.Where(product => product is { IsHead: false, Role: not "Pooler" }))
        {
            yield return TorchSharpNames.Path(product);
        }

        if (_plan.DistanceBias is { } distances)
        {
            yield return TorchSharpNames.Path(distances.Table.Name.Substring(0, distances.Table.Name.LastIndexOf('.')));
        }
    }

    private void Properties()
    {
        ModelInfoWriter.Write(_writer, _spec, _plan);
        TorchSharpModulesWriter.Properties(_writer, _modules.Children, "");
        _writer.Blank();
        Sentences?.Properties();
        Sentences?.Prompts();
        if (HasPairs)
        {
            ClassifierWriter.Properties(_writer, _spec);
        }

        if (_spec.IsMixLearned)
        {
            _writer.Lines($$"""
                /// <summary>The weights of the layers in the result; learned, so loaded, and open to change.</summary>
                [field: {{TorchSharpNames.ComponentName}}(Name = "_scalar_mix")]
                public {{TorchSharpNames.ScalarMixModule}} ScalarMix { get; }

                """);
        }
    }

    private void Forwarding()
    {
        _writer.Lines($$"""
            /// <summary>Vectors of all pieces, or of those that offsets name.</summary>
            /// <param name="inputIds">Ids of pieces, (batch, ..., pieces). {{ClassSummary.Padding(_spec.Config)}} is padding, whose vector is zero.</param>
            /// <param name="offsets">Places of the wanted pieces, (batch, ..., words); without them all pieces are returned.</param>
            /// <param name="tokenTypeIds">Token types, (batch, ..., pieces); without them all are 0.</param>
            /// <returns>(batch, ..., pieces or words, {{Hidden}}).</returns>
            /// <exception cref="global::System.ArgumentException">The shapes do not fit each other.</exception>
            /// <exception cref="global::System.ArgumentOutOfRangeException">An id, offset or token type lies outside its range.</exception>
            public {{Names.Vectors}} Forward(
                {{Names.Ids}} inputIds,
                {{Names.Ids}} offsets = default,
                {{Names.Ids}} tokenTypeIds = default) => {{TorchSharpNames.TorchCalls}}.Forward(this, inputIds, offsets, tokenTypeIds);

            """);
        _writer.Lines($$"""
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
                {{Names.Ids}} attentionMask) => {{TorchSharpNames.TorchCalls}}.Forward(this, inputIds, offsets, tokenTypeIds, attentionMask);

            """);
        InputCallsWriter.Write(_writer, _name, Hidden);
        _writer.Lines($$"""
            /// <summary>Vectors of all pieces, or of those that offsets name, on the device{{(_spec.RequiresGrad ? "; gradients are recorded where they are enabled" : "")}}.</summary>
            /// <param name="inputIds">Ids of pieces, (batch, ..., pieces), best in memory of the CPU: what is padding is decided there.</param>
            /// <param name="offsets">Places of the wanted pieces, (batch, ..., words); without them all pieces are returned.</param>
            /// <param name="tokenTypeIds">Token types, (batch, ..., pieces); without them all are 0.</param>
            /// <returns>(batch, ..., pieces or words, {{Hidden}}), in the type of the weights.</returns>
            /// <exception cref="global::System.ArgumentException">The shapes do not fit each other.</exception>
            /// <exception cref="global::System.ArgumentOutOfRangeException">An id, offset or token type lies outside its range.</exception>
            """);
        OnDevice(
            $"public override {TorchSharpNames.Tensor} forward({TorchSharpNames.Tensor} inputIds, {TorchSharpNames.Tensor}? offsets = null, {TorchSharpNames.Tensor}? tokenTypeIds = null)",
            "Forward(this, inputIds, offsets, tokenTypeIds)");
        _writer.Lines($$"""
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
            $"public {TorchSharpNames.Tensor} forward({TorchSharpNames.Tensor} inputIds, {TorchSharpNames.Tensor}? offsets, {TorchSharpNames.Tensor}? tokenTypeIds, {TorchSharpNames.Tensor} attentionMask)",
            "Forward(this, inputIds, offsets, tokenTypeIds, attentionMask)");
    }

    /// <summary>Logits that stay on the device.</summary>
    private void ClassifyingOnDevice()
    {
        string count = NumberText.Plain(_spec.Config.Labels.Count);
        string recorded = _spec.RequiresGrad ? "; gradients are recorded where they are enabled" : "";
        if (_spec.IsClassifier && _plan.Classify is not null)
        {
            _writer.Lines($$"""
                /// <summary>The logits of the classifier for rows of ids, on the device{{recorded}}.</summary>
                /// <param name="inputIds">Ids of pieces, (batch, ..., pieces), at most <see cref="MaxPieces"/> in a row.</param>
                /// <param name="tokenTypeIds">Token types, (batch, ..., pieces); without them all are 0.</param>
                /// <param name="attentionMask">1 where a piece is there, 0 where not, (batch, ..., pieces); without it ids tell.</param>
                /// <returns>(batch, ..., {{count}}), in the type of the weights.</returns>
                /// <exception cref="global::System.ArgumentException">The shapes do not fit each other, a row is too long, or its first piece is not there.</exception>
                /// <exception cref="global::System.ArgumentOutOfRangeException">An id, token type or the mask lies outside its range.</exception>
                """);
            OnDevice(
                $"public {TorchSharpNames.Tensor} classify({TorchSharpNames.Tensor} inputIds, {TorchSharpNames.Tensor}? tokenTypeIds = null, {TorchSharpNames.Tensor}? attentionMask = null)",
                $"ClassifyOnDevice(_classifies, inputIds, tokenTypeIds, attentionMask, {count})");
        }

        if (_spec.IsTokenClassifier)
        {
            _writer.Lines($$"""
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
                $"public {TorchSharpNames.Tensor} classifyTokens({TorchSharpNames.Tensor} inputIds, {TorchSharpNames.Tensor}? offsets = null, {TorchSharpNames.Tensor}? tokenTypeIds = null, {TorchSharpNames.Tensor}? attentionMask = null)",
                "Forward(_classifies, inputIds, offsets, tokenTypeIds, attentionMask)");
        }
    }

    private void Embedding()
    {
        string encoder = _plan.Embed is null ? "this" : "_sentences";
        string Arguments(string call) => $"{encoder}, _pipeline, texts{(call.Length > 0 ? ", " + call : "")}";
        if (_spec.HasSentences)
        {
            Sentences!.Calls(
                call => $"{TorchSharpNames.TorchCalls}.Embed({Arguments(call)})",
                call => $"{TorchSharpNames.TorchCalls}.EmbedTokens({Arguments(call)})",
                "");
        }

        if (_spec.Multi is not null)
        {
            MultiVectorWriter.Write(_writer, _spec, call => $"{TorchSharpNames.TorchCalls}.EmbedMultiVector({Arguments(call)})", "");
        }

        if (!_spec.HasSentences)
        {
            Sentences!.Tokenization();
        }

        if (!_spec.Pipeline!.IsPlain)
        {
            return;
        }

        _writer.Lines($$"""
            /// <summary>One vector for each text, as one batch, on the device{{(_spec.RequiresGrad ? "; gradients are recorded where they are enabled" : "")}}.</summary>
            /// <param name="texts">The texts.</param>
            /// <returns>(texts, {{Hidden}}) in float32.</returns>
            /// <exception cref="global::System.ArgumentException">A text is null.</exception>
            """);
        OnDevice($"public {TorchSharpNames.Tensor} embed(params global::System.ReadOnlySpan<string> texts)", $"EmbedOnDevice({Arguments("")}, normalize: {(_spec.Normalize ? "true" : "false")})");
        _writer.Lines($$"""
            /// <inheritdoc cref="embed(global::System.ReadOnlySpan{string})"/>
            /// <exception cref="global::System.ArgumentNullException">The texts are null.</exception>
            public {{TorchSharpNames.Tensor}} embed(string[] texts)
            {
                global::System.ArgumentNullException.ThrowIfNull(texts);
                return embed((global::System.ReadOnlySpan<string>)texts);
            }

            """);
    }

    /// <summary>Writes a method whose result stays on the device. A class without gradients records none.</summary>
    private void OnDevice(string head, string call)
    {
        _writer.Block(head, () =>
        {
            if (!_spec.RequiresGrad)
            {
                _writer.Lines($"using global::System.IDisposable inference = {TorchSharpNames.Library}torch.no_grad();");
            }

            _writer.Lines($"return {TorchSharpNames.TorchCalls}.{call};");
        });
        _writer.Blank();
    }

    private void Encoder(string owner, string info = "Info") => _writer.Lines($"""
        {Names.BertModelInfo} {TorchSharpNames.ITorchEncoder}.Model => {info};

        {TorchSharpNames.BertPrecision} {TorchSharpNames.ITorchEncoder}.Precision => {TorchSharpNames.BertPrecision}.{_spec.Precision};

        {TorchSharpNames.TableModule} {TorchSharpNames.ITorchEncoder}.Words => {owner}{TorchSharpEncodeWriter.WordsPath(_plan)};

        """);
}
