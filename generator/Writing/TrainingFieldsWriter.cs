using BertGen.Generator.Common;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Gradients;
using BertGen.Generator.Planning.Ops;
using BertGen.Generator.Planning.Training;

namespace BertGen.Generator.Writing;

/// <summary>Writes the fields of a class for what is trained, and the part of the constructor that packs it.</summary>
internal sealed class TrainingFieldsWriter(IndentedWriter writer, EmbedderSpec spec, ClassSteps steps, ClassPlan computed)
{
    private bool TrainsEmbeddings => spec.Training!.TrainsEmbeddings;

    private string Mix => spec.IsMixLearned ? ", ScalarMix" : "";

    public bool IsTrained(LayerWeights layer) => steps.TrainedWeights.Contains(layer.Place.Path);

    /// <summary>Whether a product outside the layers is trained.</summary>
    public bool Trains(LinearModule product) => (TrainsEmbeddings && IsProjection(product)) || steps.TrainedHeads.Contains(product);

    /// <summary>Whether a norm behind the layers is trained: that of the last layer, with it.</summary>
    public bool Trains(NormModule norm) => steps.All.Any(step => step.Backward.Ops.Any(op => op is NormGradientOp gradient && gradient.Module == norm));

    /// <summary>The trained products between embeddings and layers.</summary>
    private IEnumerable<LinearModule> Projections => computed.OuterProducts.Where(product => TrainsEmbeddings && IsProjection(product));

    /// <summary>The trained products behind the layers.</summary>
    private IEnumerable<LinearModule> Heads => computed.OuterProducts.Where(product => !IsProjection(product) && Trains(product));

    private bool IsProjection(LinearModule product) => computed.Forward.Ops.Any(op => op is LinearOp { Layer: null } linear && linear.Module == product);

    public void Fields()
    {
        if (TrainsEmbeddings)
        {
            writer.Lines($"private readonly {Names.TrainedEmbeddings} _embeddings;");
            if (computed.Tables.Norm is not null)
            {
                writer.Lines($"private readonly {Names.TrainedNorm} _trainedEmbeddingNorm;");
            }

            foreach (LinearModule projection in Projections)
            {
                writer.Lines($"private readonly {Names.TrainedLinear} {ManagedNames.TrainedHead(projection)};");
            }
        }

        foreach (LayerWeights layer in computed.LayerWeights.Where(IsTrained))
        {
            writer.Lines($"private readonly Trained{layer.Type} {ManagedNames.Trained(layer.Place)};");
        }

        foreach (NormModule norm in computed.OuterNorms.Where(Trains))
        {
            writer.Lines($"private readonly {Names.TrainedNorm} {ManagedNames.TrainedNorm(norm)};");
        }

        foreach (LinearModule head in Heads)
        {
            writer.Lines($"private readonly {Names.TrainedLinear} {ManagedNames.TrainedHead(head)};");
        }
    }

    /// <summary>Those that calls use.</summary>
    public void PublicFields()
    {
        writer.Lines("public readonly TrainedParameters Parameters;");
        writer.Lines($"public readonly {Names.Trainer} Trainer;");
    }

    /// <summary>The part of the constructor in which what is trained is packed.</summary>
    public void Construct()
    {
        writer.Lines("packer.StopSharing(); // training changes what is packed from here on");
        writer.Lines($"Parameters = new TrainedParameters(packer{Mix});");
        if (TrainsEmbeddings)
        {
            string tables = computed.Tables.Positions is { } positions
                ? $"packer.Train(Parameters.WordEmbeddings, Parameters.PositionEmbeddings, {(positions.Folded is null ? "" : "Parameters.TokenTypeEmbeddings, ")}{ManagedNames.PositionsUsed(spec.Config)})"
                : $"packer.TrainWords(Parameters.WordEmbeddings{(computed.Tables.Types is null ? "" : ", Parameters.TokenTypeEmbeddings")})";
            string others = computed.Tables.Positions is not null ? "\n_positions = _embeddings.Positions;" : computed.Tables.Types is not null ? "\n_types = _embeddings.Types;" : "";
            writer.Lines($"_embeddings = {tables};");
            writer.Lines($"_words = _embeddings.Words;{others}");
            if (computed.Tables.Norm is { } embeddingNorm)
            {
                writer.Lines($"""
                    _embeddingNorm = packer.Norm("{embeddingNorm.Name}");
                    _trainedEmbeddingNorm = packer.Train(_embeddingNorm, Parameters.EmbeddingNorm);
                    """);
            }

            foreach (LinearModule projection in Projections)
            {
                writer.Lines($"{ManagedNames.Head(projection)} = packer.Linear(\"{projection.Names[0]}\");");
                writer.Lines($"{ManagedNames.TrainedHead(projection)} = packer.Train({ManagedNames.Head(projection)}, Parameters.{projection.Role});");
            }

            if (computed.DistanceBias is not null)
            {
                writer.Lines($"{ManagedNames.DistanceBias} = packer.TrainDistances(Parameters.DistanceBias, MaxPieces);");
            }
        }

        foreach (LayerWeights layer in computed.LayerWeights.Where(IsTrained))
        {
            string field = ManagedNames.Field(layer.Place);
            writer.Lines($"{field} = new {layer.Type}(packer, \"{layer.Place.Path}\");");
            writer.Lines($"{ManagedNames.Trained(layer.Place)} = new Trained{layer.Type}(packer, {field}, Parameters.Layer{NumberText.Plain(layer.Place.Weights)});");
        }

        foreach (NormModule norm in computed.OuterNorms.Where(Trains))
        {
            writer.Lines($"{ManagedNames.Norm(norm)} = packer.{ManagedNames.NormLoader(norm)}(\"{norm.FullName}\");");
            writer.Lines($"{ManagedNames.TrainedNorm(norm)} = packer.Train({ManagedNames.Norm(norm)}, Parameters.{norm.Role});");
        }

        foreach (LinearModule head in Heads)
        {
            writer.Lines($"{ManagedNames.Head(head)} = packer.Linear(\"{head.Names[0]}\");");
            writer.Lines($"{ManagedNames.TrainedHead(head)} = packer.Train({ManagedNames.Head(head)}, Parameters.{head.Role});");
        }

        writer.Lines("Trainer = packer.DetachTrainer();");
    }
}
