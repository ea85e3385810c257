using BertGen.Generator.Options;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;
using BertGen.Generator.Planning.Passes;
using BertGen.Generator.Planning.Training;
using BertGen.Generator.Tests.Harness;

namespace BertGen.Generator.Tests;

/// <summary>Each pass by itself: the plan before and after, as text, and what must hold of it.</summary>
public sealed class PassTests
{
    [Fact]
    public void NaivePlan() => Snapshot.Verify(Specs.Plan(layers: 1).Verify("building").ToText(), "txt");

    [Fact]
    public void FinishedPlan() => Snapshot.Verify(PassList.Run(Specs.Plan(layers: 2, mix: [0.25f, 0.75f])).ToText(), "txt");

    [Fact]
    public void FinishedStep()
    {
        TrainingPlan step = TrainingPasses.Run(Specs.Of(2, topLayerOnly: true) with { Training = new TrainingOptions(true, 0, false) });

        Snapshot.Verify($"forward\n{step.Forward.ToText()}\nbackward\n{step.Backward.ToText()}", "txt");
    }

    [Fact]
    public void PassFoldTokenTypes() => VerifyPass(Specs.Plan(1), FoldTokenTypes.Run);

    [Fact]
    public void PassRoundProducts() => VerifyPass(Specs.Plan(1) with { IsInt8 = true }, RoundProducts.Run);

    [Fact]
    public void PassRoundClassifierKeepsTheScores() => VerifyPass(PlanBuilder.BuildClassifier(Specs.Classifier) with { IsInt8 = true }, RoundProducts.Run);

    [Fact]
    public void PassFuseQueryKeyValue() => VerifyPass(Specs.Plan(1), FuseQueryKeyValue.Run);

    [Fact]
    public void PassDropDeadLayers() => VerifyPass(Specs.Plan(3, mix: [0, 1, 0]), DropDeadLayers.Run);

    [Fact]
    public void PassStreamMix() => VerifyPass(Specs.Plan(2), StreamMix.Run);

    [Fact]
    public void PassNarrowLastLayer() => VerifyPass(After(Specs.Plan(2, topLayerOnly: true), FuseQueryKeyValue.Run), NarrowLastLayer.Run);

    [Fact]
    public void PassFuseEpilogues() => VerifyPass(After(Specs.Plan(1), FoldTokenTypes.Run), FuseEpilogues.Run);

    [Fact]
    public void PassPlaceValues() => VerifyPass(
        After(Specs.Plan(1, topLayerOnly: true), FoldTokenTypes.Run, FuseQueryKeyValue.Run, FuseEpilogues.Run),
        PlaceValues.Run);

    [Fact]
    public void PassRollLayers() => VerifyPass(
        After(Specs.Plan(2, topLayerOnly: true), FoldTokenTypes.Run, FuseQueryKeyValue.Run, NarrowLastLayer.Run, FuseEpilogues.Run),
        RollLayers.Run);

    [Theory]
    [InlineData(1, null, false)]
    [InlineData(3, null, true)]
    [InlineData(3, new[] { 0f, 1f, 0f }, false)]
    [InlineData(4, new[] { 0f, 0.5f, 0.5f, 0f }, false)]
    public void EveryPassLeavesASoundPlan(int layers, float[]? mix, bool topLayerOnly) =>
        AssertSound(PlanBuilder.Build(Specs.Of(layers, mix, topLayerOnly)));

    [Fact]
    public void EveryPassLeavesASoundClassifier() => AssertSound(PlanBuilder.BuildClassifier(Specs.Classifier));

    /// <summary>Of the last layer a classifier needs the first row of each sequence.</summary>
    [Fact]
    public void PassNarrowClassifier() => VerifyPass(After(PlanBuilder.BuildClassifier(Specs.Classifier), FuseQueryKeyValue.Run), NarrowLastLayer.Run);

    [Fact]
    public void EveryPassLeavesASoundPooler() => AssertSound(PlanBuilder.BuildPooler(Specs.Of(layers: 1)));

    [Fact]
    public void APassWithNothingToDoReturnsThePlan()
    {
        EmbedderPlan plan = Specs.Plan(2, topLayerOnly: true);
        Assert.Same(plan, DropDeadLayers.Run(plan));
        Assert.Same(plan, StreamMix.Run(plan));
    }

    [Fact]
    public void TheLayersBelowADroppedSummandStay()
    {
        EmbedderPlan plan = PassList.Run(Specs.Plan(4, mix: [0, 0.5f, 0.5f, 0]));
        Assert.Equal([0, 1, 2], plan.Ops.OfType<LayerOp>().Select(op => op.Place.Number));
        Assert.Equal([1, 2], plan.Ops.OfType<AccumulateOp>().Select(op => op.Term.Factor.Layer));
        Assert.DoesNotContain(plan.Weights, weight => weight.Name.StartsWith("encoder.layer.3.", StringComparison.Ordinal));
    }

    [Fact]
    public void OneWholeLayerNeedsNoMix()
    {
        EmbedderPlan plan = PassList.Run(Specs.Plan(3, mix: [0, 1, 0]));
        Assert.Empty(plan.Ops.OfType<AccumulateOp>());
        Assert.DoesNotContain(plan.Slots, slot => slot.Name == "Mixed");
        Assert.True(Assert.IsType<LayerOp>(plan.Ops.Last()).IsNarrow);
    }

    [Fact]
    public void ALearnedMixKeepsEveryLayer()
    {
        EmbedderPlan plan = PassList.Run(Specs.Plan(3));
        Assert.Equal(3, plan.Ops.OfType<AccumulateOp>().Count());
        Assert.Equal(4, plan.Weights.Count(weight => weight.IsOptional));
    }

    [Fact]
    public void OnlyTheLastLayerIsNarrow() => Assert.Equal(
        [false, false, true],
        PassList.Run(Specs.Plan(3)).Ops.OfType<LayerOp>().Select(op => op.IsNarrow));

    [Fact]
    public void PlacesAreAlignedAndSharedOnlyByValuesThatDoNotMeet()
    {
        EmbedderPlan plan = PassList.Run(Specs.Plan(2));
        Assert.All(plan.Slots, slot => Assert.Equal(0, slot.Offset % PlacedSlot.Alignment));
        PlacedSlot hidden = plan.Slots.Single(slot => slot.Name == "Hidden");
        PlacedSlot mixed = plan.Slots.Single(slot => slot.Name == "Mixed");
        Assert.All(plan.Slots.Where(slot => slot != hidden), slot => Assert.False(slot.Overlaps(hidden), slot.ToString()));
        Assert.All(plan.Slots.Where(slot => slot != mixed), slot => Assert.False(slot.Overlaps(mixed), slot.ToString()));
        Assert.True(plan.Slots.Single(slot => slot.Name == "Intermediate").Overlaps(plan.Slots.Single(slot => slot.Name == "QueryKeyValue")));
    }

    /// <summary>Not a silent miscompile.</summary>
    [Fact]
    public void WhatATargetCannotPrintIsAnErrorThatNamesIt()
    {
        EmbedderPlan plan = Specs.Plan(1);
        Value dropped = plan.Output with { Name = "dropped" };
        EmbedderPlan odd = plan with { Ops = plan.Ops.Add(new DropoutOp(plan.Output, new DropoutSite(DropoutRate.Hidden, 0), dropped)), Output = dropped };

        Assert.Contains("the managed engine there is no call of the operation '%dropped", Assert.Throws<InvalidOperationException>(() => PassList.Run(odd)).Message);
        Assert.Contains("TorchSharp there is no call of the operation '%dropped", Assert.Throws<InvalidOperationException>(() => TorchSharpPassList.Run(odd)).Message);
        Assert.Contains("attention %layer.0.Query, %layer.0.Key", Assert.Throws<InvalidOperationException>(() => Legalize.Check(plan, Legalize.EngineForms, "a target")).Message);
    }

    /// <summary>Layers are one function when their operations are equal, so nothing in an operation may be compared by reference.</summary>
    [Fact]
    public void OperationsAreComparedByContent()
    {
        Type[] operations = [.. typeof(Op).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Op)) && !type.IsAbstract && type != typeof(LayerOp))];
        Assert.True(operations.Length > 20);
        foreach (Type operation in operations)
        {
            Type[] fields = [.. operation.GetFields(System.Reflection.BindingFlags.Instance | System.Reflection.BindingFlags.NonPublic).Select(field => field.FieldType)];
            Assert.DoesNotContain(fields, type => type.IsArray || type.Name.StartsWith("ImmutableArray", StringComparison.Ordinal) || type.Name.StartsWith("List", StringComparison.Ordinal));
        }
    }

    private static EmbedderPlan After(EmbedderPlan plan, params Func<EmbedderPlan, EmbedderPlan>[] passes) =>
        passes.Aggregate(plan, (before, pass) => pass(before));

    private static void AssertSound(EmbedderPlan plan)
    {
        plan.Verify("building");
        foreach (Pass pass in PassList.All)
        {
            plan = pass.Run(plan).Verify(pass.Name);
        }
    }

    private static void VerifyPass(EmbedderPlan before, Func<EmbedderPlan, EmbedderPlan> pass, [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        EmbedderPlan after = pass(before.Verify("preparing")).Verify(name);
        Snapshot.Verify($"BEFORE\n{before.ToText()}\nAFTER\n{after.ToText()}", "txt", name);
    }
}
