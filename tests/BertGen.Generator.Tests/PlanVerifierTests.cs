using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;
using BertGen.Generator.Tests.Harness;

namespace BertGen.Generator.Tests;

/// <summary>A plan that breaks an invariant is caught, with the operation that breaks it.</summary>
public sealed class PlanVerifierTests
{
    private static readonly EmbedderPlan Plan = Specs.Plan(layers: 1);

    [Fact]
    public void AcceptsThePlanThatIsBuilt() => Assert.Null(PlanVerifier.FirstError(Plan));

    [Fact]
    public void FindsAValueThatIsReadBeforeItIsDefined() =>
        AssertError(Plan with { Ops = Plan.Ops.RemoveAt(0) }, "reads %words before it is defined");

    [Fact]
    public void FindsAValueThatIsDefinedTwice() =>
        AssertError(Plan with { Ops = Plan.Ops.Insert(1, Plan.Ops[0]) }, "%words is defined twice");

    [Fact]
    public void FindsShapesThatDoNotFit()
    {
        Op attention = Plan.Ops.OfType<AttentionOp>().Single();
        Op broken = attention.Map(value => value == attention.Output ? value with { Width = 9 } : value);
        AssertError(Plan with { Ops = Plan.Ops.Replace(attention, broken) }, "queries, keys and values");
    }

    [Fact]
    public void FindsRowsThatDoNotFit()
    {
        Op select = Plan.Ops.Last();
        Op broken = select.Map(value => value == select.Output ? value with { Rows = RowSpace.Pieces } : value);
        AssertError(Plan with { Ops = Plan.Ops.Replace(select, broken) }, "rows are selected from all pieces");
    }

    [Fact]
    public void FindsAWeightThatIsNotInTheTable() =>
        AssertError(Plan with { Weights = Plan.Weights.RemoveAt(3) }, "needs embeddings.LayerNorm.weight [8], which is not in the table");

    [Fact]
    public void FindsAWeightOfAnotherShape() =>
        AssertError(Plan with { Weights = Plan.Weights.SetItem(0, Plan.Weights[0] with { Rows = 31 }) }, "needs embeddings.word_embeddings.weight [30, 8]");

    [Fact]
    public void FindsAWeightThatNothingUses() =>
        AssertError(Plan with { Weights = Plan.Weights.Add(Weight.Vector("extra", 1)) }, "nothing uses extra");

    [Fact]
    public void FindsAValueThatIsReadTooEarlyInTheBodyOfALayer()
    {
        EmbedderPlan plan = PassList.Run(Plan);
        LayerOp layer = plan.Ops.OfType<LayerOp>().Single();
        LayerOp broken = layer with { Body = layer.Body.RemoveAt(0).Add(layer.Body[0]) };
        AssertError(plan with { Ops = plan.Ops.Replace(layer, broken) }, "reads %layer.0.QueryKeyValue before it is defined");
    }

    [Fact]
    public void FindsAnOutputThatIsNotDefined() =>
        AssertError(Plan with { Output = Plan.Output with { Name = "other" } }, "the output %other is not defined");

    [Fact]
    public void NamesTheStageThatBrokeThePlan()
    {
        InvalidOperationException error = Assert.Throws<InvalidOperationException>(() => (Plan with { Ops = Plan.Ops.RemoveAt(0) }).Verify("SomePass"));
        Assert.StartsWith("The plan is broken after SomePass: ", error.Message);
    }

    private static void AssertError(EmbedderPlan plan, string expected) => Assert.Contains(expected, PlanVerifier.FirstError(plan));
}
