using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Members;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Writing;

/// <summary>Writes what a class computes: one line a layer, and once the body that all layers share.</summary>
internal sealed class EncodeWriter(IndentedWriter writer, ClassPlan plan, EncoderConfig config)
{
    /// <summary>Writes how the engine runs one of the class's computations.</summary>
    /// <param name="encoder">The computation.</param>
    /// <param name="owner">What has the fields, with a dot behind it; nothing where it is the class itself.</param>
    public void WriteEncoder(EmbedderPlan encoder, string owner)
    {
        writer.Lines($"""
            int {Names.IEncoder}.WorkspacePerPiece => {(owner.Length > 0 ? NumberText.Plain(encoder.WorkspacePerPiece) : "WorkspacePerPiece")};

            long {Names.IEncoder}.FlopsPerPiece => {NumberText.Grouped(encoder.Cost.PerRow).Replace(',', '_')};

            """);
        writer.Block($"void {Names.IEncoder}.Encode({Names.EncoderLane} lane)", () =>
        {
            foreach (Op op in encoder.Ops.Where(op => op is not (DistanceBiasOp or GivenOp)))
            {
                writer.Lines(Call(op, owner));
            }

            writer.Lines($"lane.Store({encoder.Output.Slot});");
        });
    }

    /// <summary>Writes what all computations share: the functions that layers are calls of, and their weights.</summary>
    public void WriteLayers()
    {
        foreach (NamedFunction function in plan.Functions.All)
        {
            WriteBody(function);
            writer.Blank();
        }

        LayerWeights[] types = [.. plan.LayerWeights.GroupBy(layer => layer.Type).Select(group => group.First())];
        foreach (LayerWeights layer in types)
        {
            WriteWeights(layer);
            if (layer != types[types.Length - 1])
            {
                writer.Blank();
            }
        }
    }

    private void WriteBody(NamedFunction function)
    {
        LayerOp template = function.Template;
        string narrow = function.IsNarrowAnOption ? ", bool narrow = false" : "";
        string bias = template.Bias is null ? "" : $", {Names.DistanceBias} bias";
        writer.Lines($"// One encoder layer, in place; the LayerNorms come {(template.Body.Any(op => op is LinearAddNormOp) ? "after the residuals" : "before the products")}.");
        writer.Block($"private static void Encode{function.Name}({Names.EncoderLane} lane, in {plan.WeightsOf(template.Place).Type} layer{bias}{narrow})", () =>
        {
            foreach (Op op in template.Body)
            {
                if (op is SelectOp && function.IsNarrowAnOption)
                {
                    writer.Block("if (narrow)", () => writer.Lines($"{Call(op)} // {Shapes(op)}"));
                    writer.Blank();
                }
                else
                {
                    writer.Lines($"{Call(op)} // {Shapes(op)}");
                }
            }
        });
    }

    private void WriteWeights(LayerWeights layer)
    {
        writer.Lines("// The weights of one encoder layer, packed for the products that use them.");
        writer.Block($"private readonly struct {layer.Type}", () =>
        {
            (string Type, string Role, string Load, string Comment)[] fields = [.. layer.Modules.Select(Field)];
            foreach ((string type, string role, _, string comment) in fields)
            {
                writer.Lines($"public readonly {type} {role};{comment}");
            }

            writer.Blank();
            writer.Block($"public {layer.Type}({Names.WeightPacker} packer, string name)", () =>
            {
                foreach ((_, string role, string load, _) in fields)
                {
                    writer.Lines($"{role} = {load};");
                }
            });
        });
    }

    private static (string Type, string Role, string Load, string Comment) Field(WeightModule module)
    {
        string names = string.Join(", ", module.LocalNames.Select(name => $"name + \"{name}\""));
        return module switch
        {
            LinearModule product =>
                (Names.PackedMatrix, product.Role, $"packer.{ManagedNames.ProductLoader(product)}({names})", $" // [{NumberText.Plain(product.Inputs)}, {NumberText.Plain(product.Width)}]{(product.IsRounded ? " in 8 bits" : "")}"),
            NormModule norm => (Names.NormWeights, norm.Role, $"packer.{ManagedNames.NormLoader(norm)}({names})", ""),
            _ => throw new InvalidOperationException($"The managed engine has no weights for '{module}'."),
        };
    }

    private string Call(Op op, string owner = "") => op switch
    {
        EmbedOp embed => $"{EmbedCall(embed, owner)}, {owner}_embeddingNorm, LayerNormEpsilon, {op.Output.Slot});",
        SpladeOp splade => $"lane.Splade({splade.Input.Slot}, {splade.Output.Slot}{SpladeArguments(splade)});",
        MaxOp max => $"lane.Max({max.Input.Slot}, {max.Output.Slot});",
        UnitOp unit => $"lane.ScaleToUnit({unit.Input.Slot}, {unit.Output.Slot});",
        MeanOp mean => $"lane.Mean({mean.Input.Slot}, {mean.Output.Slot});",
        NormOp norm => $"lane.Norm({norm.Input.Slot}, {Weights(norm.Module, norm.Layer, owner)}, LayerNormEpsilon, {norm.Output.Slot});",
        HeadNormOp norm => $"lane.NormHeads({norm.Input.Slot}, {norm.Output.Slot}, layer.{norm.Query.Role}, {NumberText.Plain(norm.HeadCount)}, layer.{norm.Key.Role}, {NumberText.Plain(norm.KeyHeads)}, LayerNormEpsilon);",
        RotateOp rotate => $"lane.Rotate({rotate.Input.Slot}, {rotate.Output.Slot}, {RotaryWriter.Table(rotate, config)}, {NumberText.Plain(rotate.HeadCount)}, HeadSize);",
        GateOp gate => $"lane.Gate({gate.Input.Slot}, {gate.Output.Slot}, {Names.Activation}.{gate.Activation}{(gate.IsOfSecond ? ", second: true" : "")});",
        ActivationOp activation => $"lane.Activate({activation.Input.Slot}, {activation.Output.Slot}, {Names.Activation}.{activation.Activation});",
        LinearAddOp linear => $"lane.LinearAdd({linear.Input.Slot}, layer.{linear.Module.Role}, {linear.Residual.Slot}, {linear.Output.Slot});",
        LayerOp layer => LayerCall(layer, owner),
        LookupOp { Index: LookupIndex.Id } => $"lane.LookUpIds({owner}_words, {op.Output.Slot});",
        LookupOp { Index: LookupIndex.Type } => $"lane.LookUpTypes({owner}_types, {op.Output.Slot});",
        LookupOp { Folded: null } => $"lane.LookUpPositions({owner}_positions, {op.Output.Slot});",
        LookupOp => $"lane.LookUpPlaces({owner}_positions, {op.Output.Slot});",
        AddOp add => $"lane.Add({add.Left.Slot}, {add.Right.Slot}, {add.Output.Slot});",
        BiasOp bias => $"lane.AddBias({bias.Input.Slot}, {Weights(bias.Module, bias.Layer, owner)}, {bias.Output.Slot});",
        JoinOp join => string.Join("\n", Joins(join)),
        KeepOp keep => $"lane.Keep({keep.Input.Slot}, {keep.Output.Slot});",
        MixOp mix => string.Join("\n", mix.Terms.Select((term, i) => Mix(term, mix.Output, isFirst: i == 0))),
        AccumulateOp sum => Mix(sum.Term, sum.Output, isFirst: sum.Sum is null),
        SelectOp select => $"lane.Narrow({(select.Input.Slot == select.Output.Slot ? "" : select.Input.Slot + ", ")}{select.Output.Slot});",
        LinearOp { HasBias: false, Module.HasBias: true } linear => $"lane.Product({linear.Input.Slot}, {Weights(linear.Module, linear.Layer, owner)}, {linear.Output.Slot});",
        LinearOp linear => $"lane.Linear({linear.Input.Slot}, {Weights(linear.Module, linear.Layer, owner)}, {linear.Output.Slot}{ActivationArgument(linear.Activation)});",
        AttentionOp attention => $"lane.Attention({attention.Sources[0].Slot}, {attention.Output.Slot}, HeadCount, HeadSize{(attention.Bias is null ? "" : ", bias: bias")}{Sight(attention)});",
        LinearAddNormOp linear =>
            $"lane.LinearAddNorm({linear.Input.Slot}, layer.{linear.Module.Role}, {linear.Residual.Slot}, layer.{linear.Norm.Role}, LayerNormEpsilon);",
        _ => throw new InvalidOperationException($"The managed engine has no call for '{op}'."),
    };

    private static string Weights(WeightModule module, LayerPlace? layer, string owner) =>
        layer is null ? owner + ManagedNames.Head(module) : "layer." + module.Role;

    private static string Mix(MixTerm term, Value mixed, bool isFirst) =>
        $"lane.{(mixed.Rows == RowSpace.Pieces ? "MixAll" : "Mix")}({term.Value.Slot}, {mixed.Slot}, {Factor(term.Factor)}{(isFirst ? ", first: true" : "")});";

    private static IEnumerable<string> Joins(JoinOp join)
    {
        int column = 0;
        foreach (Value part in join.Parts)
        {
            yield return $"lane.Join({part.Slot}, {join.Output.Slot}, column: {NumberText.Plain(column)});";
            column += part.Width;
        }
    }

    /// <summary>The call of a layer.</summary>
    /// <param name="layer">The call.</param>
    /// <param name="owner">What has the fields, with a dot behind it.</param>
    public string LayerCall(LayerOp layer, string owner)
    {
        NamedFunction function = plan.Functions.Of(layer);
        string bias = layer.Bias is null ? "" : $", {owner}{ManagedNames.DistanceBias}";
        string narrow = layer.IsNarrow && function.IsNarrowAnOption ? ", narrow: true" : "";
        return $"Encode{function.Name}(lane, {owner}{ManagedNames.Field(layer.Place)}{bias}{narrow});";
    }

    /// <summary>The start of the call that looks the embeddings up.</summary>
    public static string EmbedCall(EmbedOp embed, string owner) =>
        embed.Positions is not null ? $"lane.Embed({owner}_words, {owner}_positions"
        : embed.Types is not null ? $"lane.EmbedWithTypes({owner}_words, {owner}_types"
        : $"lane.Embed({owner}_words";

    /// <summary>The arguments that say what pieces attend to.</summary>
    public static string Sight(AttentionOp attention) =>
        (attention.Near == 0 ? "" : $", near: {NumberText.Plain(attention.Near)}")
        + (attention.IsCausal ? ", causal: true" : "")
        + (attention.KeyHeads == attention.HeadCount ? "" : $", keyHeads: {NumberText.Plain(attention.KeyHeads)}");

    /// <summary>The arguments that say how the values of pieces become one.</summary>
    public static string SpladeArguments(SpladeOp splade) => (splade.IsSum ? ", sum: true" : "") + (splade.IsTwice ? ", twice: true" : "");

    private static string Factor(MixFactor factor) =>
        factor.Constant is null ? $"lane.MixWeight({NumberText.Plain(factor.Layer)})" : ManagedNames.MixConstant(factor.Layer);

    private static string ActivationArgument(Activation activation) =>
        activation == Activation.None ? "" : $", {Names.Activation}.{activation}";

    private static string Shapes(Op op) => op is SelectOp
        ? "from here on only the rows that the result needs"
        : $"[rows, {NumberText.Plain(op.Inputs[0].Width)}] -> [rows, {NumberText.Plain(op.Output.Width)}]";
}
