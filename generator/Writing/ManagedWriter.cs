using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Training;
using Microsoft.CodeAnalysis.CSharp;

namespace BertGen.Generator.Writing;

/// <summary>Prints a plan as a class for the managed engine. Every decision was made before: this only writes it down.</summary>
internal sealed class ManagedWriter
{
    private readonly EmbedderSpec _spec;
    private readonly ClassPlan _plan;
    private readonly ClassSteps? _steps;
    private readonly IndentedWriter _writer;
    private readonly TrainingWriter? _training;
    private readonly string _name;

    private ManagedWriter(EmbedderSpec spec, ClassPlan plan, ClassSteps? steps, IndentedWriter writer)
    {
        (_spec, _plan, _steps, _writer) = (spec, plan, steps, writer);
        _training = steps is null ? null : new TrainingWriter(writer, spec, steps, plan);
        _name = spec.Class.Name;
    }

    private SentenceWriter? Sentences => _spec.Pipeline is null ? null : new SentenceWriter(_writer, _spec);

    private bool HasPairs => _spec.Scores is not null;

    private bool HasPooling => _spec.Pipeline is not null;

    private string Hidden => NumberText.Plain(_spec.Config.HiddenSize);

    /// <summary>Writes a class.</summary>
    /// <param name="spec">What is compiled.</param>
    /// <param name="plan">What it computes.</param>
    /// <param name="steps">Its training steps, if it can be trained.</param>
    public static string Write(EmbedderSpec spec, ClassPlan plan, ClassSteps? steps) => ClassFrame.Write(
        spec.Class,
        "from " + spec.Origin,
        ClassSummary.Of(spec, plan, steps?.Forward),
        $"{Names.IBertModel}<{spec.Class.Name}>, {(steps is null ? Names.IEncoder : Names.ITrainedEncoder)}{ServiceInterfaces.Of(spec)}, global::System.IDisposable",
        writer => new ManagedWriter(spec, plan, steps, writer).Members());

    /// <summary>A first piece that a mask leaves out has a vector of its own only where it sees the others.</summary>
    private string HasFirst => _spec.Config.LocalLayers.Any(isLocal => isLocal) && !_spec.Architecture.ClassifiesMean(_spec.Config) && !_spec.Architecture.ClassifiesPieces(_spec.Config) ? ", hasFirst: false" : "";

    private void Members()
    {
        Constants();
        Workspace();
        WeightTableWriter.Write(_writer, _spec, _plan);
        _writer.Blank();
        RotaryWriter.Write(_writer, _spec);
        Sentences?.Plan();
        if (HasPairs)
        {
            ClassifierWriter.Plan(_writer, _spec);
        }

        Fields();
        Constructor();
        Properties();
        Loading();
        Forwarding();
        if (_plan.Pooler is not null)
        {
            string refresh = _training is null ? "" : "_trainer.Refresh();\n    ";
            PoolerWriter.Write(
                _writer,
                _name,
                Hidden,
                $"{refresh}return {Names.Pooler}.Run(tokens, _pooler, _memory, this);",
                $"{refresh}using {Names.PieceBatch} batch = {Names.PieceBatch}.RentFirst(Info, inputIds, tokenTypeIds, attentionMask, width: HiddenSize);\n    return Pool({Names.Pooler}.AsPieces(batch.Run(this, _memory, MaxThreads{(_spec.IsMixLearned ? ", ScalarMix" : "")})));");
        }

        if (_spec.IsClassifier)
        {
            string refresh = _training is null ? "" : "_trainer.Refresh();\n    ";
            string width = NumberText.Plain(_spec.Config.Labels.Count);
            string encoder = _plan.Embed is null ? "this" : "_sentences";
            string mix = _plan.Embed is null && _spec.IsMixLearned ? ", ScalarMix" : "";
            string Run(string batch) => $"{refresh}using {Names.PieceBatch} batch = {Names.PieceBatch}.{batch};\n    return batch.Run(_classifies, _memory, MaxThreads);";
            ClassifierWriter.Write(
                _writer,
                _spec,
                _plan.Classify is null
                    ? $"{refresh}using {Names.PieceBatch} batch = {Names.PieceBatch}.RentPieces(Info, pieces);\n    return _pairs.Finish(batch.Run({encoder}, _memory, MaxThreads{mix}), pieces);"
                    : Run($"Rent(Info, pieces, {Names.BertPooling}.Cls, normalize: false, width: {width})"),
                _plan.Classify is null ? null : Run($"RentFirst(Info, inputIds, tokenTypeIds, attentionMask, width: {width}{HasFirst})"));
        }

        if (_spec.IsTokenClassifier)
        {
            string refresh = _training is null ? "" : "_trainer.Refresh();\n    ";
            TokenClassifierWriter.Write(_writer, _spec, $"{refresh}using {Names.PieceBatch} batch = {Names.PieceBatch}.Rent(TokenInfo, inputIds, offsets, tokenTypeIds, attentionMask);\n    return batch.Run(_classifies, _memory, MaxThreads);", $"{refresh}using {Names.PieceBatch} batch = {Names.PieceBatch}.RentPieces(TokenInfo, pieces);\n    return batch.Run(_classifies, _memory, MaxThreads);");
        }

        if (_plan.Predict is not null)
        {
            string refresh = _training is null ? "" : "_trainer.Refresh();\n    ";
            PredictorWriter.Write(_writer, _spec, $"{refresh}using {Names.PieceBatch} batch = {Names.PieceBatch}.Rent({PredictorWriter.Info}, inputIds, offsets, tokenTypeIds, attentionMask);\n    return batch.Run(_predicts, _memory, MaxThreads);");
        }

        if (_plan.Sparse is not null)
        {
            string refresh = _training is null ? "" : "_trainer.Refresh();\n";
            SparseWriter.Write(_writer, _spec, $"{refresh}using {Names.PieceBatch} batch = {Names.PieceBatch}.Rent(Info, pieces, {Names.BertPooling}.Cls, normalize: false, width: VocabularySize);\nreturn batch.Run(_sparse, _memory, MaxThreads);");
        }

        _training?.Methods();

        _writer.Lines("""
            /// <summary>Releases the weights; a call in progress finishes first.</summary>
            public void Dispose() => _memory.Dispose();

            """);
        var encode = new EncodeWriter(_writer, _plan, _spec.Config);
        encode.WriteEncoder(_plan.Forward, owner: "");
        _writer.Blank();
        encode.WriteLayers();
        if (_steps is not null)
        {
            _writer.Blank();
            new StepWriter(_writer, _steps.Forward, _plan, _plan.Forward, _steps.TrainedWeights, _spec.Config, owner: "").Write();
            _writer.Blank();
            new ParametersWriter(_writer, _steps, _plan, _spec.IsMixLearned).Write();
        }

        if (_plan.Embed is { } embed)
        {
            SentenceEncoder(embed, encode);
        }

        foreach (HeadEncoder head in HeadEncoder.Of(_plan))
        {
            _writer.Blank();
            _writer.Lines($"// {head.Comment}");
            _writer.Block(
                $"private sealed class {head.Class}({_name} owner) : {(head.Plan == _plan.Classify && _steps is not null ? Names.ITrainedEncoder : Names.IEncoder)}",
                () =>
                {
                    encode.WriteEncoder(head.Plan, owner: "owner.");
                    if (head.Plan == _plan.Classify && _steps?.Classify is { } step)
                    {
                        _writer.Blank();
                        new StepWriter(_writer, step, _plan, head.Plan, _steps.TrainedWeights, _spec.Config, owner: "owner.").Write();
                    }
                });
        }
    }

    private void SentenceEncoder(EmbedderPlan embed, EncodeWriter encode)
    {
        _writer.Blank();
        _writer.Lines("// What Embed pools: the last layer, whatever Forward returns.");
        _writer.Block($"private sealed class SentenceEncoder({_name} owner) : {(_steps?.Embed is null ? Names.IEncoder : Names.ITrainedEncoder)}", () =>
        {
            encode.WriteEncoder(embed, owner: "owner.");
            if (_steps?.Embed is { } step)
            {
                _writer.Blank();
                new StepWriter(_writer, step, _plan, embed, _steps.TrainedWeights, _spec.Config, owner: "owner.").Write();
            }
        });
    }

    private void Constants()
    {
        EncoderConfig config = _spec.Config;
        PublicConstants.Write(_writer, config, _spec);

        _training?.Constants();
        _writer.Lines($"private const float LayerNormEpsilon = {config.LayerNormEpsilon}f;");
        _writer.Blank();
        ModelInfoWriter.WriteConfig(_writer, _spec, _plan);
        MixFactor[] factors = [.. _plan.ConstantFactors];
        if (factors.Length > 0)
        {
            _writer.Blank();
            _writer.Lines("// The scalar mix: softmax of ScalarMixParameters. Layers that are not listed have weight 0.");
        }

        foreach (MixFactor factor in factors)
        {
            _writer.Lines($"private const float {ManagedNames.MixConstant(factor.Layer)} = {factor};");
        }

        _writer.Blank();
    }

    private void Workspace()
    {
        _writer.Lines($"""
            // One workspace, in floats per piece. Values whose lives do not overlap share their room. Offsets, and the
            // distance from row to row, are multiples of {NumberText.Plain(PlacedSlot.Alignment)}.
            private const int WorkspacePerPiece = {NumberText.Plain(_plan.Forward.WorkspacePerPiece)};

            """);
        foreach (PlacedSlot slot in _plan.Slots)
        {
            string[] below = [.. _plan.Slots.TakeWhile(other => other != slot).Where(slot.Overlaps).Select(other => other.Name)];
            string comment = below.Length == 0 ? "" : $" // in the room of {string.Join(" and ", below)}";
            _writer.Lines($"private static {Names.Slot} {slot.Name} => new(offset: {NumberText.Plain(slot.Offset)}, width: {NumberText.Plain(slot.Width)});{comment}");
        }

        _writer.Blank();
    }

    private void Fields()
    {
        EncoderConfig config = _spec.Config;
        string width = NumberText.Plain(config.EmbeddingWidth);
        _writer.Lines($"""
            private readonly {Names.PretrainedBertModel} _model;
            private readonly {Names.WeightMemory} _memory;
            private readonly {Names.EmbeddingTable} _words; // [{NumberText.Plain(config.VocabularySize)}, {width}]
            """);
        if (_plan.Tables.Positions is { } positions)
        {
            _writer.Lines($"""
                private readonly {Names.EmbeddingTable} _positions; // {(positions.Folded is null ? $"[{NumberText.Plain(_spec.PositionsUsed)}, {width}]" : $"[{NumberText.Plain(config.TypeCount)} * {NumberText.Plain(_spec.PositionsUsed)}, {width}]: every position with every token type added")}
                """);
        }

        if (_plan.Tables.Types is { } types)
        {
            _writer.Lines($"private readonly {Names.EmbeddingTable} _types; // [{NumberText.Plain(types.Table.Rows)}, {width}]");
        }

        if (_plan.Tables.Norm is not null)
        {
            _writer.Lines($"private readonly {Names.NormWeights} _embeddingNorm;");
        }

        if (_plan.DistanceBias is { } distances)
        {
            _writer.Lines($"private readonly {Names.DistanceBias} {ManagedNames.DistanceBias}; // {NumberText.Plain(distances.Output.Width)} heads: what is added to scores for the distance of two pieces");
        }

        foreach (LayerWeights layer in _plan.LayerWeights)
        {
            _writer.Lines($"private readonly {layer.Type} {ManagedNames.Field(layer.Place)};");
        }

        foreach (NormModule norm in _plan.OuterNorms)
        {
            _writer.Lines($"private readonly {Names.NormWeights} {ManagedNames.Norm(norm)};");
        }

        foreach (LinearModule head in _plan.OuterProducts)
        {
            _writer.Lines($"private readonly {Names.PackedMatrix} {ManagedNames.Head(head)}; // [{NumberText.Plain(head.Inputs)}, {NumberText.Plain(head.Width)}]");
        }

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

        _training?.Fields();
        _writer.Lines("private int _maxThreads = global::System.Environment.ProcessorCount;");
        _writer.Blank();
    }

    private void Constructor()
    {
        EncoderConfig config = _spec.Config;
        EmbeddingTables tables = _plan.Tables;
        string pipeline = (HasPairs ? $", {Names.PairTexts} pairs" : "") + (HasPooling ? $", {Names.SentencePipeline} pipeline" : "");
        _writer.Block($"private {_name}({Names.PretrainedBertModel} model, {Names.WeightPacker} packer{pipeline})", () =>
        {
            _writer.Lines("_model = model;");
            if (_spec.Training is not { TrainsEmbeddings: true })
            {
                _writer.Lines($"_words = packer.Table(\"{tables.Words.Table.Name}\");");
                if (tables.Positions is { } positions)
                {
                    _writer.Lines($"""
                        _positions = {(positions.Folded is { } types ? $"packer.PositionsWithTypes(\"{positions.Table.Name}\", \"{types.Name}\", {ManagedNames.PositionsUsed(config)})" : $"packer.Positions(\"{positions.Table.Name}\", {ManagedNames.PositionsUsed(config)})")};
                        """);
                }

                if (tables.Types is { } onlyTypes)
                {
                    _writer.Lines($"_types = packer.Table(\"{onlyTypes.Table.Name}\");");
                }

                if (tables.Norm is { } norm)
                {
                    _writer.Lines($"_embeddingNorm = packer.Norm(\"{norm.Name}\");");
                }
            }

            foreach (LayerWeights layer in _plan.LayerWeights.Where(layer => _training?.IsTrained(layer) != true))
            {
                _writer.Lines($"{ManagedNames.Field(layer.Place)} = new {layer.Type}(packer, \"{layer.Place.Path}\");");
            }

            if (_plan.DistanceBias is { } distances && _spec.Training is not { TrainsEmbeddings: true })
            {
                _writer.Lines($"{ManagedNames.DistanceBias} = packer.Distances(\"{distances.Table.Name}\", MaxPieces);");
            }

            foreach (NormModule outer in _plan.OuterNorms.Where(norm => _training?.Trains(norm) != true))
            {
                _writer.Lines($"{ManagedNames.Norm(outer)} = packer.{ManagedNames.NormLoader(outer)}(\"{outer.Name}\");");
            }

            foreach (LinearModule head in _plan.OuterProducts.Where(head => _training?.Trains(head) != true))
            {
                _writer.Lines($"{ManagedNames.Head(head)} = packer.Linear(\"{head.Names[0]}\");");
            }

            if (_spec.IsMixLearned)
            {
                _writer.Lines("ScalarMix = packer.ScalarMix(LayerCount);");
            }

            _training?.Construct();

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

            _writer.Lines("_memory = packer.Detach();");
        });
        _writer.Blank();
    }

    private void Properties()
    {
        ModelInfoWriter.Write(_writer, _spec, _plan);
        _writer.Blank();
        if (_spec.IsMixLearned)
        {
            _writer.Lines($$"""
                /// <summary>The weights of the layers in the result; learned, so loaded, and open to change.</summary>
                public {{Names.ScalarMix}} ScalarMix { get; }

                """);
        }

        Sentences?.Properties();
        Sentences?.Prompts();
        if (HasPairs)
        {
            ClassifierWriter.Properties(_writer, _spec);
        }

        _training?.Properties();
        _writer.Lines("""
            /// <summary>
            /// Most threads that one call uses; default: the number of processors. The result does not depend on it, to the bit.
            /// </summary>
            /// <exception cref="global::System.ArgumentOutOfRangeException">Set to less than 1.</exception>
            public int MaxThreads
            {
                get => _maxThreads;
                set
                {
                    global::System.ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
                    _maxThreads = value;
                }
            }

            """);
    }

    private void Loading()
    {
        string pipeline = (HasPairs ? $", {Names.PairTexts}.Load(model, Info, Pairs)" : "") + (HasPooling ? $", {Names.SentencePipeline}.Load(model, Info, Sentences)" : "");
        string inner = SentenceNames.In(_spec);
        string vocabulary = HasPooling || HasPairs ? SentenceNames.LoadExceptions : "";
        string mix = _spec.IsMixLearned ? ", ScalarMix" : "";
        mix += _training is null ? "" : ", trained: Parameters";
        _writer.Lines($$"""
            /// <summary>Loads the weights and packs them for the kernels. Dispose the embedder to release them.</summary>
            /// <param name="source">
            /// A model folder, a file with its weights, or a name in the hub cache. Relative paths start from the working directory, and then from
            /// the folder of the program.
            /// </param>
            /// <param name="download">Whether to fetch a name that is not in the cache.</param>
            /// <param name="cache">Whether to share packed weights with the other embedders of the process.</param>
            /// <param name="cancellationToken">Ends the download; what has been received is kept, and continued by the next.</param>
            /// <returns>The embedder; its methods may be called from many threads at once.</returns>
            /// <exception cref="global::BertGen.Hub.HubException">There is no such model here, or it could not be fetched.</exception>
            /// <exception cref="global::BertGen.Checkpoints.CheckpointException">
            /// A file is missing or broken, the config beside the weights is of another model, or a tensor is missing or of another shape or type.
            /// </exception>
            """ + vocabulary);
        _writer.Lines($$"""
            public static {{_name}} Load(string source, bool download = false, bool cache = true, {{Names.CancellationToken}} cancellationToken = default) =>
                Load({{Names.PretrainedBertModel}}.Find(source, download, cancellationToken: cancellationToken){{inner}}, cache);

            /// <summary>Loads the indexer that turns text into the ids of this model.</summary>
            /// <param name="source">A model folder, its <c>vocab.txt</c>, or a name in the hub cache.</param>
            /// <param name="options">What differs from the compiled model.</param>
            /// <returns>The indexer.</returns>
            /// <exception cref="global::BertGen.Hub.HubException">There is no such model here.</exception>
            /// <exception cref="global::BertGen.Text.VocabularyException">The vocabulary is missing, or is of another model.</exception>
            /// <exception cref="global::System.ArgumentException">An option contradicts the model.</exception>
            public static {{Names.BertIndexer}}<{{_name}}> LoadIndexer(string source, {{Names.IndexerOptions}}? options = null) =>
                new({{Names.PretrainedBertModel}}.Find(source){{inner}}.LoadVocabulary(), options);

            """);
        LoadingByName(inner);
        _writer.Lines($$"""
            private static {{_name}} Load({{Names.PretrainedBertModel}} model, bool cache)
            {
                using {{Names.WeightPacker}} packer = model.Open(Config, WeightTable, cache);
                return new {{_name}}(model, packer{{pipeline}});
            }

            """);
        _writer.Lines($$"""
            /// <summary>Saves the model as a folder that this class, and other programs for BERT models, can load.</summary>
            /// <param name="folder">The folder; it appears whole, or not at all.</param>
            /// <param name="overwrite">Whether to replace a saved model.</param>
            /// <returns>The names of the files. The vocabulary is missing where the model was loaded without one.</returns>
            /// <exception cref="global::BertGen.Checkpoints.CheckpointException">The files that the model was loaded from are gone or have changed.</exception>
            /// <exception cref="global::System.IO.IOException">The folder cannot be written, or must not be replaced.</exception>
            public {{Names.StringList}} Save(string folder, bool overwrite = false) =>
                _model.Save(folder, overwrite, Config, [.. WeightTable, .. OtherTensors], Info{{mix}}{{(HasPooling ? ", pipeline: _pipeline" : "")}});

            """);
    }

    private void LoadingByName(string inner)
    {
        string model = SymbolDisplay.FormatLiteral(_spec.Model, quote: true);
        bool isPretrained = _spec.IsPretrained;
        _writer.Lines($"/// <summary>{NamedLoad.Summary(_spec)}</summary>");
        if (isPretrained)
        {
            _writer.Lines(NamedLoad.DownloadDoc);
        }

        _writer.Lines("/// <param name=\"cache\">Whether to share packed weights with the other embedders of the process.</param>");
        if (isPretrained)
        {
            _writer.Lines(NamedLoad.CancellationDoc);
        }

        _writer.Lines($$"""
            /// <returns>The embedder; its methods may be called from many threads at once.</returns>
            /// <exception cref="global::BertGen.Hub.HubException">There is no such model here, or it could not be fetched.</exception>
            /// <exception cref="global::BertGen.Checkpoints.CheckpointException">The files do not fit the compiled model.</exception>
            public static {{_name}} Load({{(isPretrained ? NamedLoad.Download : "")}}bool cache = true{{(isPretrained ? NamedLoad.Cancellation : "")}}) =>
                Load({{NamedLoad.Find(_spec)}}{{inner}}, cache);

            /// <summary>Loads the indexer of the model that the attribute names.</summary>
            /// <param name="options">What differs from the compiled model.</param>
            /// <returns>The indexer.</returns>
            /// <exception cref="global::BertGen.Hub.HubException">There is no such model here.</exception>
            /// <exception cref="global::BertGen.Text.VocabularyException">The vocabulary is missing, or is of another model.</exception>
            /// <exception cref="global::System.ArgumentException">An option contradicts the model.</exception>
            public static {{Names.BertIndexer}}<{{_name}}> LoadIndexer({{Names.IndexerOptions}}? options = null) =>
                new({{Names.PretrainedBertModel}}.FindNamed({{model}}){{inner}}.LoadVocabulary(), options);

            """);
    }

    private void Forwarding()
    {
        string mix = _spec.IsMixLearned ? ", ScalarMix" : "";
        string run = $"return batch.Run(this, _memory, MaxThreads{mix});";
        string refresh = _training is null ? "" : "_trainer.Refresh();\n    ";
        _writer.Lines($$"""
            /// <summary>Vectors of pieces, or of the pieces that offsets name. Longer rows than <see cref="MaxPieces"/> are encoded in windows.</summary>
            /// <param name="inputIds">Ids of pieces, (batch, ..., pieces); {{ClassSummary.Padding(_spec.Config)}} is padding, whose vectors are zero.</param>
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
                {{refresh}}using {{Names.PieceBatch}} batch = {{Names.PieceBatch}}.Rent(Info, inputIds, offsets, tokenTypeIds);
                {{run}}
            }

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
                {{Names.Ids}} attentionMask)
            {
                {{refresh}}using {{Names.PieceBatch}} batch = {{Names.PieceBatch}}.Rent(Info, inputIds, offsets, tokenTypeIds, attentionMask);
                {{run}}
            }

            """);
        InputCallsWriter.Write(_writer, _name, Hidden);
        if (HasPooling)
        {
            string encoder = _plan.Embed is null ? "this" : "_sentences";
            string Arguments(string call) => $"{encoder}, _memory, MaxThreads, texts{(call.Length > 0 ? ", " + call : "")}{(_plan.Embed is null && _spec.IsMixLearned ? ", mix: ScalarMix" : "")}";
            string first = _training is null ? "" : "_trainer.Refresh();";
            if (_spec.HasSentences)
            {
                Sentences!.Calls(call => $"_pipeline.Embed({Arguments(call)})", call => $"_pipeline.EmbedTokens({Arguments(call)})", first);
            }

            if (_spec.Multi is not null)
            {
                MultiVectorWriter.Write(_writer, _spec, call => $"_pipeline.EmbedMultiVector({Arguments(call)})", first);
            }

            if (!_spec.HasSentences)
            {
                Sentences!.Tokenization();
            }
        }
    }
}
