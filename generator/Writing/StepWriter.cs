using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Members;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Gradients;
using BertGen.Generator.Planning.Ops;
using BertGen.Generator.Planning.Training;

namespace BertGen.Generator.Writing;

/// <summary>Writes the two passes of a training step: one line a layer each, and once the bodies that layers share.</summary>
/// <param name="writer">Where it goes.</param>
/// <param name="plan">The passes.</param>
/// <param name="computed">What the class computes without gradients; frozen layers run so.</param>
/// <param name="inference">The computation whose step it is.</param>
/// <param name="trained">The paths of the layers' weights that any step of the class trains.</param>
/// <param name="config">The model.</param>
/// <param name="owner">What has the fields, with a dot behind it; nothing where it is the class itself.</param>
internal sealed class StepWriter(IndentedWriter writer, TrainingPlan plan, ClassPlan computed, EmbedderPlan inference, IReadOnlyCollection<string> trained, EncoderConfig config, string owner)
{
    private readonly LayerFunctions _forward = new(plan.TrainedCalls);
    private readonly LayerFunctions _backward = new(plan.Backward.Ops.OfType<LayerOp>().Where(layer => !layer.IsAgain));
    private readonly HashSet<LayerOp> _backwardCalls = [.. plan.Backward.Ops.OfType<LayerOp>().Where(layer => !layer.IsAgain)];

    private readonly EncodeWriter _encode = new(writer, computed, config);
    private bool _hasResidual;

    private static string BiasParameter(LayerOp layer) => HasBias(layer) ? $", {Names.DistanceBias} bias" : "";

    private string BiasArgument(LayerOp layer) => HasBias(layer) ? $", {owner}{ManagedNames.DistanceBias}" : "";

    private static bool HasBias(LayerOp layer) => layer.Inputs.Any(input => input.Rows == RowSpace.Distances);

    /// <summary>Only where layers above the lowest trained one go on to the layer below, and the lowest does not.</summary>
    private static bool IsLowestAnOption(NamedFunction function) =>
        function.Calls.Select(call => call.Body.Any(RollStep.IsInputGradient)).Distinct().Count() > 1;

    public void Write()
    {
        writer.Lines($"""
            int {Names.ITrainedEncoder}.KeptPerPiece => {NumberText.Plain(plan.KeptPerPiece)};

            int {Names.ITrainedEncoder}.StepWorkspacePerPiece => {NumberText.Plain(ForwardWorkspace)};

            int {Names.ITrainedEncoder}.GradientWorkspacePerPiece => {NumberText.Plain(plan.WorkspacePerPiece)};

            {Names.Slot} {Names.ITrainedEncoder}.StepResult => {Expression(plan.Forward.Output, null)};

            // Forward, keeping what the backward pass reads.
            """);
        writer.Block($"void {Names.ITrainedEncoder}.EncodeStep({Names.EncoderLane} lane)", () => Calls(plan.Forward.Ops));
        writer.Blank();
        writer.Lines("// Backward, derived from the operations above; gradients of weights are added to the parameters.");
        writer.Block($"void {Names.ITrainedEncoder}.Backward({Names.EncoderLane} lane)", () => Calls(plan.Backward.Ops));
        writer.Blank();
        if (_forward.All.Count > 0)
        {
            Bodies();
        }

        new StepSlotsWriter(writer, plan, computed, config).Write(owner.Length == 0 ? trained : []);
    }

    /// <summary>Frozen layers run in the workspace of a forward pass, and are through before trained ones begin.</summary>
    private int ForwardWorkspace =>
        plan.Forward.Ops.OfType<LayerOp>().Any(call => !plan.IsTrained(call.Place.Number)) ? Math.Max(plan.WorkspacePerPiece, inference.WorkspacePerPiece) : plan.WorkspacePerPiece;

    private void Calls(IEnumerable<Op> ops)
    {
        foreach (Op op in ops.Where(op => op is not DistanceBiasOp && (op is not GivenOp || op.Output == plan.Seed)))
        {
            writer.Lines(Call(op, null));
        }
    }

    /// <summary>The functions that trained layers call.</summary>
    private void Bodies()
    {
        foreach (NamedFunction function in _forward.All)
        {
            string type = computed.WeightsOf(function.Template.Place).Type;
            string narrow = function.IsNarrowAnOption ? ", bool narrow = false" : "";
            writer.Lines($"// One encoder layer forward, like Encode{function.Name}, but nothing that is read again is overwritten.");
            writer.Block(
                $"private static void Step{function.Name}({Names.EncoderLane} lane, in {type} layer{BiasParameter(function.Template)}, LayerValues values{narrow})",
                () => Body(function));
            writer.Blank();
        }

        foreach (NamedFunction function in _backward.All)
        {
            string type = computed.WeightsOf(function.Template.Place).Type;
            string narrow = function.IsNarrowAnOption ? ", bool narrow = false" : "";
            string lowest = IsLowestAnOption(function) ? ", bool lowest = false" : "";
            writer.Lines("// One encoder layer backward: from the gradient of its output to that of its input, in place.");
            writer.Block(
                $"private static void {function.Name}Backward({Names.EncoderLane} lane, in {type} layer, in Trained{type} trained{BiasParameter(function.Template)}, LayerValues values{narrow}{lowest})",
                () => Body(function));
            writer.Blank();
        }
    }

    private void Body(NamedFunction function)
    {
        LayerOp template = function.Template;
        _hasResidual = false;
        foreach (Op op in template.Body)
        {
            string line = Call(op, template.Place.Number);
            if (op is SelectOp && function.IsNarrowAnOption)
            {
                _hasResidual = true;
                writer.Lines($"{Names.Slot} residual = values.Input;");
                writer.Block("if (narrow)", () =>
                {
                    writer.Lines($"residual = {Expression(op.Output, template.Place.Number)};");
                    writer.Lines(line);
                });
                writer.Blank();
            }
            else if (op is WidenOp && function.IsNarrowAnOption)
            {
                writer.Block("if (narrow)", () => writer.Lines(line));
                writer.Blank();
            }
            else if (RollStep.IsInputGradient(op) && IsLowestAnOption(function))
            {
                writer.Block("if (!lowest)", () => writer.Lines(line));
            }
            else
            {
                writer.Lines($"{line}{Shape(op)}");
            }
        }

        _hasResidual = false;
    }

    private string Call(Op op, int? layer)
    {
        string E(Value value) => Expression(value, layer);
        string Rate(DropoutSite? site) => site is null ? "" : $", {site.Rate}Dropout, {Site(site, layer)}";
        return op switch
        {
            EmbedOp embed => $"{EncodeWriter.EmbedCall(embed, owner)}, {owner}_embeddingNorm, LayerNormEpsilon, {E(op.Output)});",
            LookupOp { Index: LookupIndex.Id } => $"lane.LookUp({owner}_words, {E(op.Output)});",
            LookupSumOp sum => $"{LookUpCall(sum)}, {E(op.Output)}); // again",
            LayerOp call => LayerCall(call),
            KeepOp { Output.Rows: RowSpace.Selected } keep => $"lane.KeepWanted({E(keep.Input)}, {E(keep.Output)});",
            KeepOp keep => $"lane.Keep({E(keep.Input)}, {E(keep.Output)});",
            AccumulateOp sum => $"lane.Mix{All(sum.Output)}({E(sum.Term.Value)}, {E(sum.Output)}, {Factor(sum.Term.Factor)}{(sum.Sum is null ? ", first: true" : "")});",
            SelectOp select => $"lane.Narrow({E(select.Input)}, {E(select.Output)});",
            DropoutOp dropout => $"lane.Dropout({E(dropout.Input)}, {E(dropout.Output)}{Rate(dropout.Site)});",
            LinearOp linear => $"lane.Linear({E(linear.Input)}, {(layer is null ? owner + ManagedNames.Head(linear.Module) : "layer." + linear.Module.Role)}, {E(linear.Output)});",
            LinearAddOp linear =>
                $"lane.LinearAdd({E(linear.Input)}, layer.{linear.Module.Role}, {Residual(linear.Residual, layer)}, {E(linear.Output)}{Rate(linear.Dropout)});",
            AttentionOp attention => $"lane.Attention({E(attention.Sources[0])}, {E(attention.Output)}, HeadCount, HeadSize{Rate(attention.Dropout)}{(attention.Bias is null ? "" : ", bias: bias")}{EncodeWriter.Sight(attention)});",
            HeadNormOp norm => $"lane.NormHeads({E(norm.Input)}, {E(norm.Output)}, layer.{norm.Query.Role}, {NumberText.Plain(norm.HeadCount)}, layer.{norm.Key.Role}, {NumberText.Plain(norm.KeyHeads)}, LayerNormEpsilon);",
            RotateOp rotate => $"lane.Rotate({E(rotate.Input)}, {E(rotate.Output)}, {RotaryWriter.Table(rotate, config)}, {NumberText.Plain(rotate.HeadCount)}, HeadSize);",
            GateOp gate => $"lane.Gate({E(gate.Input)}, {E(gate.Output)}, {Names.Activation}.{gate.Activation}{(gate.IsOfSecond ? ", second: true" : "")});{(op.IsAgain && !plan.IsCheckpointed ? " // again" : "")}",
            AddOp add => $"lane.Add({E(add.Left)}, {E(add.Right)}, {E(add.Output)});",
            NormOp { Layer: null } norm => $"lane.Norm({E(norm.Input)}, {owner}{ManagedNames.Norm(norm.Module)}, LayerNormEpsilon, {E(norm.Output)});",
            NormOp norm => $"lane.Norm({E(norm.Input)}, layer.{norm.Module.Role}, LayerNormEpsilon, {E(norm.Output)});",
            ActivationOp activation =>
                $"lane.Activate({E(activation.Input)}, {E(activation.Output)}, {Names.Activation}.{activation.Activation});{(op.IsAgain && !plan.IsCheckpointed ? " // again" : "")}",

            GivenOp given => $"lane.LoadGradient({E(given.Output)});",
            NormGradientOp { Layer: null, Module: { Role: not "EmbeddingNorm" } norm } gradient =>
                $"lane.NormGradient({E(gradient.Gradient)}, {E(gradient.Input)}, {owner}{ManagedNames.Norm(norm)}, LayerNormEpsilon, {owner}{ManagedNames.TrainedNorm(norm)}, {E(gradient.Output)});",
            NormGradientOp { Module: var norm } gradient => norm.Role == "EmbeddingNorm"
                ? $"lane.NormGradient({E(gradient.Gradient)}, {E(gradient.Input)}, {owner}_embeddingNorm, LayerNormEpsilon, {owner}_trainedEmbeddingNorm, {E(gradient.Output)});"
                : $"lane.NormGradient({E(gradient.Gradient)}, {E(gradient.Input)}, layer.{norm.Role}, LayerNormEpsilon, trained.{norm.Role}, {E(gradient.Output)});",
            HeadNormGradientOp { Norms: var norms } gradient =>
                $"lane.HeadNormGradient({E(gradient.Gradient)}, {E(gradient.Input)}, layer.{norms.Query.Role}, trained.{norms.Query.Role}, {NumberText.Plain(norms.HeadCount)}, layer.{norms.Key.Role}, trained.{norms.Key.Role}, {NumberText.Plain(norms.KeyHeads)}, LayerNormEpsilon, {E(gradient.Output)});",
            RotateGradientOp gradient =>
                $"lane.Rotate({E(gradient.Gradient)}, {E(gradient.Output)}, {RotaryWriter.Table(gradient.Rotation, config)}, {NumberText.Plain(gradient.Rotation.HeadCount)}, HeadSize, back: true);",
            GateGradientOp gradient =>
                $"lane.GateGradient({E(gradient.Gradient)}, {E(gradient.Input)}, {E(gradient.Output)}, {Names.Activation}.{gradient.Activation}{(gradient.IsOfSecond ? ", second: true" : "")});",
            WeightGradientOp gradient => $"lane.WeightGradient({E(gradient.Input)}, {E(gradient.Gradient)}, {Trained(gradient.Module, layer)});",
            LinearGradientOp gradient =>
                $"lane.InputGradient({E(gradient.Gradient)}, {Trained(gradient.Module, layer)}, {E(gradient.Output)}{(gradient.AddTo is null ? "" : ", add: true")});",
            ActivationGradientOp gradient =>
                $"lane.ActivationGradient({E(gradient.Gradient)}, {E(gradient.Input)}, {Names.Activation}.{gradient.Activation});",
            AttentionGradientOp gradient =>
                $"lane.AttentionGradient({E(gradient.Source)}, {E(gradient.Context)}, {E(gradient.Gradient)}, {E(gradient.Output)}, HeadCount, HeadSize{Rate(gradient.Attention.Dropout)}{(gradient.Attention.Bias is null ? "" : ", bias: bias")}{EncodeWriter.Sight(gradient.Attention)});",
            MeanOp mean => $"lane.Mean({E(mean.Input)}, {E(mean.Output)});",
            MaxOp max => $"lane.Max({E(max.Input)}, {E(max.Output)});",
            UnitOp unit => $"lane.ScaleToUnit({E(unit.Input)}, {E(unit.Output)});",
            MaxGradientOp gradient => $"lane.MaxGradient({E(gradient.Gradient)}, {E(gradient.Input)}, {E(gradient.Output)});",
            UnitGradientOp gradient => $"lane.UnitGradient({E(gradient.Gradient)}, {E(gradient.Input)});",
            GivenGradientOp gradient => $"lane.StoreGradient({E(gradient.Gradient)});",
            MeanGradientOp gradient => $"lane.MeanGradient({E(gradient.Gradient)}, {E(gradient.Output)});",
            WidenOp gradient => $"lane.Widen({E(gradient.Output)});",
            MixGradientOp gradient =>
                $"lane.MixGradient{All(gradient.Gradient)}({E(gradient.Gradient)}, {Factor(gradient.Factor)}, {E(gradient.Output)}{(gradient.AddTo is null ? ", first: true" : "")});",
            MixWeightGradientOp gradient =>
                $"lane.MixWeightGradient{All(gradient.Gradient)}({E(gradient.Gradient)}, {E(gradient.Term.Value)}, {NumberText.Plain(gradient.Term.Factor.Layer)}{(gradient.Term.Value.Rows == RowSpace.Selected ? ", narrow: true" : "")});",
            EmbedGradientOp gradient => $"lane.LookUpGradient({E(gradient.Gradient)}, {owner}_embeddings);",
            _ => throw new InvalidOperationException($"The managed engine has no call for '{op}'."),
        };
    }

    private string LookUpCall(LookupSumOp sum) =>
        sum.Others is null ? $"lane.LookUp({owner}_words"
        : sum.Others.Index == LookupIndex.Type ? $"lane.LookUpWithTypes({owner}_words, {owner}_types"
        : $"lane.LookUp({owner}_words, {owner}_positions";

    /// <summary>Rows are selected where the mix is made, unless that pass is left out.</summary>
    private static string All(Value mixed) => mixed.Rows == RowSpace.Pieces ? "All" : "";

    private string Trained(LinearModule module, int? layer) => layer is null ? owner + ManagedNames.TrainedHead(module) : "trained." + module.Role;

    private string LayerCall(LayerOp call)
    {
        string field = owner + ManagedNames.Field(call.Place);
        int number = call.Place.Number;
        if (!plan.IsTrained(number))
        {
            return _encode.LayerCall(call, owner);
        }

        string values = $"Step.Layer{NumberText.Plain(number)}";
        bool isBackward = _backwardCalls.Contains(call);
        NamedFunction function = (isBackward ? _backward : _forward).Of(call);
        string narrow = function.IsNarrowAnOption && call.Body.Any(op => op is SelectOp or WidenOp) ? ", narrow: true" : "";
        if (!isBackward)
        {
            return $"Step{function.Name}(lane, {field}{BiasArgument(call)}, {values}{narrow});{(call.IsAgain ? " // again" : "")}";
        }

        string lowest = IsLowestAnOption(function) && !call.Body.Any(RollStep.IsInputGradient) ? ", lowest: true" : "";
        return $"{function.Name}Backward(lane, {field}, {owner}{ManagedNames.Trained(call.Place)}{BiasArgument(call)}, {values}{narrow}{lowest});";
    }

    private string Residual(Value value, int? layer) =>
        _hasResidual && (value is { Scope: SlotScope.Step, Slot: KeepValues.Narrowed } || IsInput(value, layer)) ? "residual" : Expression(value, layer);

    private string Site(DropoutSite site, int? layer) => layer is null
        ? NumberText.Plain((config.LayerCount * DropoutSite.PerLayer(config)) + site.Number)
        : $"values.Site{(site.Number == 0 ? "" : " + " + NumberText.Plain(site.Number))}";

    /// <summary>The variable of a value as it is called in a layer's body, or outside of them.</summary>
    private string Expression(Value value, int? layer)
    {
        return value.Scope switch
        {
            SlotScope.Computation or SlotScope.Given => value.Slot,
            SlotScope.Step => "Step." + value.Slot,
            _ when layer is null => $"Step.Layer{NumberText.Plain(value.Layer ?? plan.TrainedLayers[0])}.{value.Slot}",
            _ => "values." + (IsInput(value, layer) ? KeepValues.Input : value.Slot),
        };
    }

    /// <summary>Whether a value is the input of the layer whose body is written: so is what is kept of another layer.</summary>
    private static bool IsInput(Value value, int? layer) =>
        value.Scope == SlotScope.Layer && layer is not null && (value.Layer != layer || value.Slot == KeepValues.Input);

    private static string Factor(MixFactor factor) =>
        factor.Constant is null ? $"lane.MixWeight({NumberText.Plain(factor.Layer)})" : ManagedNames.MixConstant(factor.Layer);

    private static string Shape(Op op) => op is GradientOp { Output.Rows: RowSpace.None } or ActivationOp
        ? ""
        : $" // [rows, {NumberText.Plain(op.Inputs[0].Width)}] -> [rows, {NumberText.Plain(op.Output.Width)}]";
}
