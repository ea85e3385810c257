using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Writing;

/// <summary>Writes the nested class of a class for TorchSharp: what it was compiled from, and its computations. The modules with the weights are members of the class itself.</summary>
internal sealed class TorchSharpInternalsWriter(IndentedWriter writer, EmbedderSpec spec, ClassPlan plan)
{
    private readonly TorchSharpEncodeWriter _encode = new(writer, spec, plan);
    private readonly string _owner = ClassFrame.FullType(spec.Class) + " owner";

    public void Write()
    {
        string texts = (spec.Scores is null ? "" : $", {Names.PairTexts} texts") + (spec.Pipeline is null ? "" : $", {Names.SentencePipeline} pipeline");
        InternalsWriter.Write(writer, $"({_owner}, {Names.PretrainedBertModel} model{texts}) : {TorchNames.ITorchEncoder}", () =>
        {
            Constants();
            WeightTableWriter.Write(writer, spec, plan);
            writer.Blank();
            RotaryWriter.Write(writer, spec);
            TextPlansWriter.Write(writer, spec);
            ModelInfoWriter.Inside(writer, spec, plan);
            Fields();
            new TorchSharpLoadWriter(writer, spec).Inside();
            new TorchSharpCallsWriter(writer, spec, plan).Inside();
            Encoder();
            _encode.WriteEncoder(plan.Forward, owner: "owner.");
            writer.Blank();
            _encode.WriteLayers();
            if (plan.Embed is { } embed)
            {
                Encoder("SentenceEncoder", "What Embed pools: the last layer, whatever Forward returns.", embed, "Info");
            }

            foreach (HeadEncoder head in HeadEncoder.Of(plan))
            {
                Encoder(head.Class, head.Comment, head.Plan, head.Plan == plan.Predict ? PredictorWriter.Info : head.Plan == plan.Classify && spec.IsTokenClassifier ? TokenClassifierWriter.Info : "Info");
            }
        });
    }

    private void Fields()
    {
        if (spec.Scores is not null)
        {
            writer.Lines($"public readonly {Names.PairTexts} Texts = texts;");
        }

        if (spec.Pipeline is not null)
        {
            writer.Lines($"public readonly {Names.SentencePipeline} Pipeline = pipeline;");
        }

        foreach ((string type, string field) in HeadEncoder.FieldsOf(plan))
        {
            writer.Lines($"public readonly {type} {field} = new(owner);");
        }

        if (spec.Scores is not null || spec.Pipeline is not null || HeadEncoder.FieldsOf(plan).Any())
        {
            writer.Blank();
        }
    }

    private void Encoder(string name, string comment, EmbedderPlan computation, string info)
    {
        writer.Blank();
        writer.Lines($"// {comment}");
        writer.Block($"public sealed class {name}({_owner}) : {TorchNames.ITorchEncoder}", () =>
        {
            Encoder(info);
            _encode.WriteEncoder(computation, owner: "owner.");
        });
    }

    private void Encoder(string info = "Info") => writer.Lines($"""
        {Names.BertModelInfo} {TorchNames.ITorchEncoder}.Model => {info};

        {Names.BertPrecision} {TorchNames.ITorchEncoder}.Precision => {Names.BertPrecision}.{spec.Precision};

        {TorchNames.TableModule} {TorchNames.ITorchEncoder}.Words => owner.{TorchSharpEncodeWriter.WordsPath(plan)};

        """);

    private void Constants()
    {
        EncoderConfig config = spec.Config;
        writer.Lines($"private const double LayerNormEpsilon = {config.LayerNormEpsilon};");
        if (spec.RequiresGrad)
        {
            Dropout("HiddenDropout", config.HiddenDropout);
            Dropout("AttentionDropout", config.AttentionDropout);
            Dropout("InnerDropout", config.InnerDropout);
        }

        writer.Blank();
        ModelInfoWriter.WriteConfig(writer, spec, plan);
        writer.Blank();
        MixFactor[] factors = [.. plan.ConstantFactors];
        if (factors.Length > 0)
        {
            writer.Lines("// The scalar mix: softmax of ScalarMixParameters. Layers that are not listed have weight 0.");
            foreach (MixFactor factor in factors)
            {
                writer.Lines($"private const float {ManagedNames.MixConstant(factor.Layer)} = {factor};");
            }

            writer.Blank();
        }
    }

    private void Dropout(string name, double probability)
    {
        if (probability > 0)
        {
            writer.Lines($"private const double {name} = {NumberText.Plain(probability)};");
        }
    }
}
