using BertGen.Generator.Checking;
using BertGen.Generator.Model;
using BertGen.Generator.Options;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Training;
using BertGen.Generator.Tests.Harness;
using BertGen.Generator.Writing;

namespace BertGen.Generator.Tests;

/// <summary>
/// The work of the compiler grows with the number of layers and not with its square. Memory is counted in place of time, since it is
/// the same in every run: four times the layers take four times of it, and a little for longer numbers.
/// </summary>
public sealed class GrowthTests
{
    private const int Few = 256;
    private const int Many = 1024;
    private const double MostGrowth = 1.15 * Many / Few;

    [Theory]
    [InlineData(true, true, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    [InlineData(false, false, false)]
    [InlineData(false, false, true)]
    public void PlanningATrainingStep(bool topLayerOnly, bool checkpointing, bool onlyTheLastIsTrained) => AssertGrowth(layers =>
    {
        EmbedderSpec spec = Spec(layers, topLayerOnly, checkpointing, frozen: onlyTheLastIsTrained ? layers - 1 : 0);
        return () => TrainingPasses.Run(spec);
    });

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, false)]
    public void WritingATrainedClass(bool topLayerOnly, bool checkpointing) => AssertGrowth(layers =>
    {
        EmbedderSpec spec = Spec(layers, topLayerOnly, checkpointing, frozen: 0);
        ClassPlan plan = ClassPlan.Of(spec, PassList.Run);
        ClassSteps steps = ClassSteps.Of(spec, plan);
        return () => ManagedWriter.Write(spec, plan, steps);
    });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void CompilingForTorchSharp(bool topLayerOnly) => AssertGrowth(layers =>
    {
        EmbedderSpec spec = Spec(layers, topLayerOnly, checkpointing: false, frozen: 0) with { Target = Target.TorchSharp, Training = null };
        return () => EmbedderSource.Of(new CheckedModel(spec.Class, Target.TorchSharp, spec, [], null));
    });

    private static EmbedderSpec Spec(int layers, bool topLayerOnly, bool checkpointing, int frozen)
    {
        EmbedderSpec spec = Specs.Of(layers, topLayerOnly: topLayerOnly);
        return spec with
        {
            Config = spec.Config with { HiddenDropout = 0.1, AttentionDropout = 0.1 },
            Training = new TrainingOptions(frozen == 0, frozen, checkpointing),
        };
    }

    private static void AssertGrowth(Func<int, Action> work)
    {
        work(Few)(); // What is made once is there from here on.
        long few = Allocated(work(Few));
        long many = Allocated(work(Many));
        Assert.True(many < few * MostGrowth, $"{Few} layers take {few:N0} bytes, {Many} take {many:N0}: {(double)many / few:f2} times as much");
    }

    private static long Allocated(Action work)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        work();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
