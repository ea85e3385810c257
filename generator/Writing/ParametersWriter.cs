using BertGen.Generator.Common;
using BertGen.Generator.Members;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;
using BertGen.Generator.Planning.Training;

namespace BertGen.Generator.Writing;

/// <summary>Writes the parameters of a trained class: typed, and in the order and by the names of the state dict.</summary>
internal sealed class ParametersWriter(IndentedWriter writer, ClassSteps steps, ClassPlan plan, bool hasMix)
{
    /// <summary>The trained products behind the layers.</summary>
    private IEnumerable<LinearModule> Heads => plan.OuterProducts.Where(steps.TrainedHeads.Contains);

    private readonly LayerWeights[] _layers = [.. plan.LayerWeights.Where(layer => steps.TrainedWeights.Contains(layer.Place.Path))];

    /// <summary>The tables of the embeddings, where they are trained.</summary>
    private EmbeddingTables? Embeddings => steps.Forward.Backward.Ops.Any(op => op is Planning.Gradients.EmbedGradientOp) ? EmbeddingTables.Of(steps.Forward.Forward) : null;

    private IEnumerable<LinearModule> Projections => steps.Forward.Forward.Ops.OfType<LinearOp>().Where(op => op.Layer is null).Select(op => op.Module);

    public void Write()
    {
        writer.Lines("/// <summary>The parameters that training changes.</summary>");
        writer.Block($"public sealed class TrainedParameters : {Names.ParameterSet}", () =>
        {
            string mix = hasMix ? $", {Names.ScalarMix} mix" : "";
            writer.Block($"internal TrainedParameters({Names.WeightPacker} packer{mix})", Load);
            writer.Blank();
            Properties();
            LayerWeights[] types = [.. _layers.GroupBy(layer => layer.Type).Select(group => group.First())];
            foreach (LayerWeights layer in types)
            {
                WriteLayer(layer);
                if (layer != types[types.Length - 1])
                {
                    writer.Blank();
                }
            }
        });
    }

    /// <summary>The norm behind the last layer, where it is trained.</summary>
    private IEnumerable<NormModule> FinalNorms =>
        plan.OuterNorms.Where(norm => steps.All.Any(step => step.Backward.Ops.Any(op => op is Planning.Gradients.NormGradientOp gradient && gradient.Module == norm)));

    /// <summary>The table of token types; null in families without.</summary>
    private static Weight? TypesOf(EmbeddingTables embed) => embed.Positions is { } positions ? positions.Folded : embed.Types?.Table;

    private void Load()
    {
        if (Embeddings is { } embed)
        {
            writer.Lines($"WordEmbeddings = Add(packer.Parameter(\"{embed.Words.Table.Name}\"));");
            if (embed.Positions is { } positions)
            {
                writer.Lines($"PositionEmbeddings = Add(packer.Parameter(\"{positions.Table.Name}\"));");
            }

            if (TypesOf(embed) is { } types)
            {
                writer.Lines($"TokenTypeEmbeddings = Add(packer.Parameter(\"{types.Name}\"));");
            }

            if (embed.Norm is { } embeddingNorm)
            {
                writer.Lines($"EmbeddingNorm = AddNorm(packer, \"{embeddingNorm.Name}\");");
            }

            foreach (LinearModule projection in Projections)
            {
                writer.Lines($"{projection.Role} = AddLinear(packer, \"{projection.Names[0]}\");");
            }

            if (plan.DistanceBias is { } distances)
            {
                writer.Lines($"DistanceBias = Add(packer.Parameter(\"{distances.Table.Name}\"));");
            }
        }

        foreach (LayerWeights layer in _layers)
        {
            writer.Lines($"Layer{NumberText.Plain(layer.Place.Weights)} = new {layer.Type}Parameters(this, packer, \"{layer.Place.Path}\");");
        }

        foreach (NormModule norm in FinalNorms)
        {
            writer.Lines($"{norm.Role} = AddNorm(packer, \"{norm.FullName}\");");
        }

        foreach (LinearModule head in Heads)
        {
            writer.Lines($"{head.Role} = AddLinear(packer, \"{head.Names[0]}\");");
        }

        if (hasMix)
        {
            writer.Block($"foreach ({Names.Parameter} parameter in mix.Parameters)", () => writer.Lines("Add(parameter);"));
        }
    }

    private void Properties()
    {
        if (Embeddings is { } embed)
        {
            Property(Names.Parameter, "WordEmbeddings", $"Word embeddings, [{NumberText.Plain(embed.Words.Table.Rows)}, {NumberText.Plain(embed.Words.Output.Width)}].");
            if (embed.Positions is { } positions)
            {
                Property(Names.Parameter, "PositionEmbeddings", $"Position embeddings, [{NumberText.Plain(positions.Table.Rows)}, {NumberText.Plain(embed.Words.Output.Width)}].");
            }

            if (TypesOf(embed) is { } types)
            {
                Property(Names.Parameter, "TokenTypeEmbeddings", $"Token type embeddings, [{NumberText.Plain(types.Rows)}, {NumberText.Plain(embed.Words.Output.Width)}].");
            }

            if (embed.Norm is not null)
            {
                Property(Names.NormParameters, "EmbeddingNorm", "The LayerNorm of the embeddings.");
            }

            foreach (LinearModule projection in Projections)
            {
                Property(Names.LinearParameters, projection.Role, "The product between embeddings and layers.");
            }

            if (plan.DistanceBias is { } distances)
            {
                Property(Names.Parameter, "DistanceBias", $"What is added to scores for the distance of two pieces, [{NumberText.Plain(distances.Table.Rows)} buckets, {NumberText.Plain(distances.Table.Columns)} heads].");
            }
        }

        foreach (LayerWeights layer in _layers)
        {
            string number = NumberText.Plain(layer.Place.Weights);
            Property(layer.Type + "Parameters", "Layer" + number, $"Encoder layer {number}.");
        }

        foreach (NormModule norm in FinalNorms)
        {
            Property(Names.NormParameters, norm.Role, norm.IsHead ? "The norm of the classifier." : "The norm behind the last layer.");
        }

        foreach (LinearModule head in Heads)
        {
            Property(Names.LinearParameters, head.Role, head.Role == "Pooler" ? "The pooler." : "A product of the classifier.");
        }
    }

    private void WriteLayer(LayerWeights layer)
    {
        (string Type, string Name, string Load)[] members = [.. layer.Modules.SelectMany(Members)];
        writer.Lines("/// <summary>The parameters of one encoder layer.</summary>");
        writer.Block($"public sealed class {layer.Type}Parameters", () =>
        {
            writer.Block($"internal {layer.Type}Parameters(TrainedParameters all, {Names.WeightPacker} packer, string layer)", () =>
            {
                foreach ((_, string name, string load) in members)
                {
                    writer.Lines($"{name} = {load};");
                }
            });
            foreach ((string type, string name, _) in members)
            {
                writer.Blank();
                writer.Lines($$"""
                    /// <summary>{{Describe(name)}}.</summary>
                    public {{type}} {{name}} { get; }
                    """);
            }
        });

        IEnumerable<(string Type, string Name, string Load)> Members(WeightModule member) => member switch
        {
            LinearModule module => module.Names.Zip(module.Parts, Linear),
            NormModule norm => [(Names.NormParameters, norm.Role, $"all.AddNorm(packer, layer + \"{norm.Name}\")")],
            _ => throw new InvalidOperationException($"There are no parameters for '{member}'."),
        };

        (string Type, string Name, string Load) Linear(string name, string part) =>
            (Names.LinearParameters, part, $"all.AddLinear(packer, layer + \"{name}\")");
    }

    private void Property(string type, string name, string doc) => writer.Lines($$"""
        /// <summary>{{doc}}</summary>
        public {{type}} {{name}} { get; }

        """);

    private static string Describe(string name) => name switch
    {
        "AttentionOutput" => "The product behind the attention",
        "AttentionNorm" => "The LayerNorm behind the attention",
        "Intermediate" => "The product that widens",
        "Output" => "The product that narrows",
        "OutputNorm" => "The LayerNorm of the output",
        _ => name + " of the attention",
    };
}
