using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;

namespace BertGen.Generator.Writing;

/// <summary>Writes the fields of a class for the managed engine, which are its weights, and the constructor that packs them.</summary>
internal sealed class ManagedFieldsWriter(IndentedWriter writer, EmbedderSpec spec, ClassPlan plan, TrainingFieldsWriter? training)
{
    public void Write()
    {
        Fields();
        Constructor();
    }

    private void Fields()
    {
        EncoderConfig config = spec.Config;
        string width = NumberText.Plain(config.EmbeddingWidth);
        writer.Lines($"""
            private readonly {Names.PretrainedBertModel} _model;
            private readonly {Names.EmbeddingTable} _words; // [{NumberText.Plain(config.VocabularySize)}, {width}]{(plan.Tables.Words.IsRounded ? " in 8 bits" : "")}
            """);
        if (plan.Tables.Positions is { } positions)
        {
            writer.Lines($"""
                private readonly {Names.EmbeddingTable} _positions; // {(positions.Folded is null ? $"[{NumberText.Plain(spec.PositionsUsed)}, {width}]" : $"[{NumberText.Plain(config.TypeCount)} * {NumberText.Plain(spec.PositionsUsed)}, {width}]: every position with every token type added")}
                """);
        }

        if (plan.Tables.Types is { } types)
        {
            writer.Lines($"private readonly {Names.EmbeddingTable} _types; // [{NumberText.Plain(types.Table.Rows)}, {width}]");
        }

        if (plan.Tables.Norm is not null)
        {
            writer.Lines($"private readonly {Names.NormWeights} _embeddingNorm;");
        }

        if (plan.DistanceBias is { } distances)
        {
            writer.Lines($"private readonly {Names.DistanceBias} {ManagedNames.DistanceBias}; // {NumberText.Plain(distances.Output.Width)} heads: what is added to scores for the distance of two pieces");
        }

        foreach (LayerWeights layer in plan.LayerWeights)
        {
            writer.Lines($"private readonly {layer.Type} {ManagedNames.Field(layer.Place)};");
        }

        foreach (NormModule norm in plan.OuterNorms)
        {
            writer.Lines($"private readonly {Names.NormWeights} {ManagedNames.Norm(norm)};");
        }

        foreach (LinearModule head in plan.OuterProducts)
        {
            writer.Lines($"private readonly {Names.PackedMatrix} {ManagedNames.Head(head)}; // [{NumberText.Plain(head.Inputs)}, {NumberText.Plain(head.Width)}]");
        }

        training?.Fields();
        writer.Blank();
        writer.Lines($"public readonly {Names.WeightMemory} Memory;");
        if (spec.IsMixLearned)
        {
            writer.Lines($"public readonly {Names.ScalarMix} ScalarMix;");
        }

        training?.PublicFields();
        if (spec.Scores is not null)
        {
            writer.Lines($"public readonly {Names.PairTexts} Texts;");
        }

        if (spec.Pipeline is not null)
        {
            writer.Lines($"public readonly {Names.SentencePipeline} Pipeline;");
        }

        foreach ((string type, string field) in HeadEncoder.FieldsOf(plan).Concat(HeadEncoder.OverGiven(plan).Select(head => (head.Class, head.Field))))
        {
            writer.Lines($"public readonly {type} {field};");
        }

        writer.Lines("public int MaxThreads = global::System.Environment.ProcessorCount;");
        writer.Blank();
    }

    private void Constructor()
    {
        string texts = (spec.Scores is null ? "" : $", {Names.PairTexts} texts") + (spec.Pipeline is null ? "" : $", {Names.SentencePipeline} pipeline");
        writer.Block($"private {Internals.Class}({Names.PretrainedBertModel} model, {Names.WeightPacker} packer{texts})", () =>
        {
            writer.Lines("_model = model;");
            if (spec.Training is not { TrainsEmbeddings: true })
            {
                Embeddings();
            }

            foreach (LayerWeights layer in plan.LayerWeights.Where(layer => training?.IsTrained(layer) != true))
            {
                writer.Lines($"{ManagedNames.Field(layer.Place)} = new {layer.Type}(packer, \"{layer.Place.Path}\");");
            }

            if (plan.DistanceBias is { } distances && spec.Training is not { TrainsEmbeddings: true })
            {
                writer.Lines($"{ManagedNames.DistanceBias} = packer.Distances(\"{distances.Table.Name}\", MaxPieces);");
            }

            foreach (NormModule outer in plan.OuterNorms.Where(norm => training?.Trains(norm) != true))
            {
                writer.Lines($"{ManagedNames.Norm(outer)} = packer.{ManagedNames.NormLoader(outer)}(\"{outer.Name}\");");
            }

            foreach (LinearModule head in plan.OuterProducts.Where(head => training?.Trains(head) != true))
            {
                writer.Lines($"{ManagedNames.Head(head)} = packer.{ManagedNames.ProductLoader(head)}(\"{head.Names[0]}\");");
            }

            if (spec.IsMixLearned)
            {
                writer.Lines("ScalarMix = packer.ScalarMix(LayerCount);");
            }

            training?.Construct();
            if (spec.Scores is not null)
            {
                writer.Lines("Texts = texts;");
            }

            if (spec.Pipeline is not null)
            {
                writer.Lines("Pipeline = pipeline;");
            }

            foreach ((string type, string field) in HeadEncoder.FieldsOf(plan))
            {
                writer.Lines($"{field} = new {type}(this);");
            }

            foreach (HeadEncoder head in HeadEncoder.OverGiven(plan))
            {
                writer.Lines($"{head.Field} = new {head.Class}({(head.Plan.Weights.IsEmpty ? "" : "this")});");
            }

            writer.Lines($"Memory = packer.Detach(typeof({ClassFrame.FullType(spec.Class)}));");
        });
        writer.Blank();
    }

    private void Embeddings()
    {
        EmbeddingTables tables = plan.Tables;
        writer.Lines($"_words = packer.{(tables.Words.IsRounded ? "RoundedTable" : "Table")}(\"{tables.Words.Table.Name}\");");
        if (tables.Positions is { } positions)
        {
            string used = ManagedNames.PositionsUsed(spec.Config);
            writer.Lines(positions.Folded is { } types
                ? $"_positions = packer.PositionsWithTypes(\"{positions.Table.Name}\", \"{types.Name}\", {used});"
                : $"_positions = packer.Positions(\"{positions.Table.Name}\", {used});");
        }

        if (tables.Types is { } onlyTypes)
        {
            writer.Lines($"_types = packer.Table(\"{onlyTypes.Table.Name}\");");
        }

        if (tables.Norm is { } norm)
        {
            writer.Lines($"_embeddingNorm = packer.Norm(\"{norm.Name}\");");
        }
    }
}
