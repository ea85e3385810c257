using BertGen.Generator.Members;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Writing;

/// <summary>Prints a plan as a <c>torch.nn.Module</c>: its public members, and one nested class with all else. Every decision was made before: this only writes it down.</summary>
internal sealed class TorchSharpWriter
{
    private readonly EmbedderSpec _spec;
    private readonly ClassPlan _plan;
    private readonly IndentedWriter _writer;
    private readonly TorchSharpModule _modules;

    private TorchSharpWriter(EmbedderSpec spec, ClassPlan plan, IndentedWriter writer)
    {
        (_spec, _plan, _writer) = (spec, plan, writer);
        _modules = TorchSharpModule.Of(plan);
    }

    public static string Write(EmbedderSpec spec, ClassPlan plan) => ClassFrame.Write(
        spec.Class,
        "from " + spec.Origin,
        ClassSummary.Of(spec, plan, null),
        $"{TorchNames.Base}, {Names.IBertModel}<{spec.Class.Name}>{ServiceInterfaces.Of(spec)}",
        writer => new TorchSharpWriter(spec, plan, writer).Members());

    private void Members()
    {
        PublicConstants.Write(_writer, _spec.Config, _spec);
        InternalsWriter.Field(_writer);
        Constructor();
        Properties();
        new TorchSharpLoadWriter(_writer, _spec).Write();
        new TorchSharpCallsWriter(_writer, _spec, _plan).Write();
        TorchSharpModulesWriter.Write(_writer, _modules.Children);
        _writer.Blank();
        new TorchSharpInternalsWriter(_writer, _spec, _plan).Write();
    }

    private void Constructor()
    {
        string name = _spec.Class.Name;
        string parameters = (_spec.Scores is null ? "" : $", {Names.PairTexts} texts") + (_spec.Pipeline is null ? "" : $", {Names.SentencePipeline} pipeline");
        string arguments = (_spec.Scores is null ? "" : ", texts") + (_spec.Pipeline is null ? "" : ", pipeline");
        _writer.Block($"private {name}({Names.PretrainedBertModel} model, {TorchNames.TorchWeights} weights{parameters}) : base(nameof({name}))", () =>
        {
            _writer.Lines($"{Internals.Field} = new {Internals.Class}(this, model{arguments});");
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
            _writer.Lines($"{TorchNames.TorchOps}.Freeze({TorchSharpEncodeWriter.WordsPath(_plan).Split('.')[0]});");
            foreach (string path in OuterModules())
            {
                _writer.Lines($"{TorchNames.TorchOps}.Freeze({path});");
            }
        }

        foreach (LayerOp layer in _plan.Layers.Where(layer => layer.Place.Number < training.FrozenLayers))
        {
            _writer.Lines($"{TorchNames.TorchOps}.Freeze({TorchSharpNames.Layer(layer.Place)});");
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
        ModelInfoWriter.Write(_writer, _spec);
        TorchSharpModulesWriter.Properties(_writer, _modules.Children, "");
        _writer.Blank();
        TextPropertiesWriter.Write(_writer, _spec);
        if (_spec.IsMixLearned)
        {
            _writer.Lines($$"""
                /// <summary>The weights of the layers in the result; learned, so loaded, and open to change.</summary>
                [field: {{TorchNames.ComponentName}}(Name = "_scalar_mix")]
                public {{TorchNames.ScalarMixModule}} ScalarMix { get; }

                """);
        }
    }
}
