using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Model;
using BertGen.Generator.Options;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Gradients;
using BertGen.Generator.Planning.Ops;
using BertGen.Generator.Planning.Training;
using BertGen.Generator.Tests.Harness;
using Xunit.Abstractions;

namespace BertGen.Generator.Tests.Gradients;

/// <summary>
/// Derivative rules against finite differences in float64: each by itself behind lookups whose tables stand for its inputs, and
/// all of them together in the finished passes of a training step.
/// </summary>
public sealed class GradientRuleTests(ITestOutputHelper output)
{
    private const int Width = 4;

    /// <summary>Central differences of this step are within some 1e-9 of the derivative.</summary>
    private const double Step = 1e-5;

    private const double Tolerance = 1e-7;

    private static readonly LookupOp Words = Lookup("words", LookupIndex.Id, Width);
    private static readonly LookupOp Positions = Lookup("positions", LookupIndex.Position, Width);

    [Fact]
    public void LookupByItself() => Check([Words], Words.Output);

    [Fact]
    public void FoldedLookup()
    {
        LookupOp folded = Positions with { Index = LookupIndex.TypeAndPosition, Folded = new Weight("types", 2, Width, WeightLayout.FoldedTable) };
        Check([folded], folded.Output);
    }

    [Fact]
    public void Add()
    {
        var sum = new Value("sum", "sum", Width);
        Check([Words, Positions, new AddOp(Words.Output, Positions.Output, sum)], sum);
    }

    [Fact]
    public void AValueThatIsReadTwice()
    {
        var sum = new Value("sum", "sum", Width);
        Check([Words, new AddOp(Words.Output, Words.Output, sum)], sum);
    }

    [Fact]
    public void LinearAndBias()
    {
        var module = new LinearModule("Query", ["a", "b"], Width, 3);
        Value product = new("product", "product", 6), biased = product with { Name = "biased" };
        Check([Words, new LinearOp(Words.Output, module, product), new BiasOp(product, module, biased)], biased);
    }

    public static TheoryData<string> ActivationNames => new(Enum.GetNames<Activation>());

    [Theory]
    [MemberData(nameof(ActivationNames))]
    public void EveryActivation(string name)
    {
        var active = new Value("active", "active", Width);
        Check([Words, new ActivationOp(Words.Output, Enum.Parse<Activation>(name), active)], active);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AGate(bool isOfSecond)
    {
        var gated = new Value("gated", "gated", Width / 2);
        Check([Words, new GateOp(Words.Output, Activation.Gelu, isOfSecond, gated)], gated);
    }

    [Fact]
    public void ARotationOfSomeHeads()
    {
        var turned = new Value("turned", "turned", Width);
        Check([Words, new RotateOp(Words.Output, new RotaryRule("100.0"), 1, 2, turned)], turned);
    }

    [Fact]
    public void ANormOfEachHead()
    {
        var normed = new Value("normed", "normed", Width);
        NormModule Module(string name) => new(name, name, 1, "1e-1") { HasBias = false, IsRms = true };
        Check([Words, new HeadNormOp(Words.Output, Module("query"), 2, Module("key"), 1, normed)], normed);
    }

    /// <summary>The input of a norm that something else reads is not used up.</summary>
    [Fact]
    public void ANormBesideItsResidual()
    {
        Value normed = new("normed", "normed", Width), sum = new("sum", "sum", Width);
        var module = new NormModule("Norm", "norm", Width, "1e-5") { HasBias = false };
        Check([Words, new NormOp(Words.Output, module, normed), new AddOp(Words.Output, normed, sum)], sum);
    }

    [Fact]
    public void ANormWithoutMean()
    {
        var normed = new Value("normed", "normed", Width);
        Check([Words, new NormOp(Words.Output, new NormModule("Norm", "norm", Width, "1e-5") { HasBias = false, IsRms = true }, normed)], normed);
    }

    [Fact]
    public void Norm()
    {
        var normed = new Value("normed", "normed", Width);
        Check([Words, new NormOp(Words.Output, new NormModule("Norm", "norm", Width, "1e-12"), normed)], normed);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public void Attention(bool narrow, bool dropout)
    {
        LookupOp source = Lookup("source", LookupIndex.Id, 3 * Width), places = Lookup("places", LookupIndex.Position, 3 * Width);
        Value sum = new("sum", "sum", 3 * Width), context = new("context", "context", Width, narrow ? RowSpace.Selected : RowSpace.Pieces);
        var attention = new AttentionOp([sum], 2, Width / 2, context) { Dropout = dropout ? new DropoutSite(DropoutRate.Attention, 0) : null };
        Check([source, places, new AddOp(source.Output, places.Output, sum), attention], context);
    }

    [Fact]
    public void Select()
    {
        var selected = new Value("selected", "selected", Width, RowSpace.Selected);
        Check([Words, new SelectOp(Words.Output, selected)], selected);
    }

    [Fact]
    public void TheMeanOfASequence()
    {
        var mean = new Value("mean", "mean", Width, RowSpace.Sequences);
        Check([Words, new MeanOp(Words.Output, mean)], mean);
    }

    [Fact]
    public void TheLargestOfASequence()
    {
        var largest = new Value("largest", "largest", Width, RowSpace.Sequences);
        Check([Words, new MaxOp(Words.Output, largest)], largest);
    }

    [Fact]
    public void RowsOfLength1()
    {
        var unit = new Value("unit", "unit", Width);
        Check([Words, new UnitOp(Words.Output, unit)], unit);
    }

    [Fact]
    public void Dropout()
    {
        var dropped = new Value("dropped", "dropped", Width);
        Check([Words, new DropoutOp(Words.Output, new DropoutSite(DropoutRate.Hidden, 1), dropped)], dropped);
    }

    [Fact]
    public void LearnedAndConstantFactors()
    {
        Value first = new("first", "mixed", Width), second = new("second", "mixed", Width);
        Op[] ops =
        [
            Words,
            Positions,
            new AccumulateOp(null, new MixTerm(new MixFactor(0, null), Words.Output), first),
            new AccumulateOp(first, new MixTerm(new MixFactor(1, 0.75f), Positions.Output), second),
        ];
        Check(ops, second, layers: 2);
    }

    [Fact]
    public void EveryOperationOfAPlanHasARule()
    {
        EmbedderPlan plan = AddDropout.Run(
            PassList.Run(Specs.Plan(2), PassList.Computation),
            Specs.Of(2).Config with { HiddenDropout = 0.1, AttentionDropout = 0.1 },
            static _ => true,
            new ResidualDropouts(DropoutRate.Hidden, DropoutRate.Hidden));

        foreach (Type type in plan.Ops.Select(op => op.GetType()).Distinct())
        {
            Assert.Equal(type, type.GetMethod(nameof(Op.Differentiate))!.DeclaringType);
        }
    }

    [Theory]
    [InlineData(false, false, 0, false)]
    [InlineData(true, false, 0, false)]
    [InlineData(false, true, 0, false)]
    [InlineData(true, true, 0, false)]
    [InlineData(false, false, 1, false)]
    [InlineData(false, true, 2, false)]
    [InlineData(true, true, 1, false)]
    [InlineData(false, false, 3, false)]
    [InlineData(false, false, 0, true)]
    [InlineData(false, true, 1, true)]
    public void TheFinishedPassesOfAStep(bool topLayerOnly, bool checkpointing, int frozenLayers, bool fixedMix)
    {
        EmbedderSpec spec = Specs.Of(3, fixedMix ? [0.25f, 0.5f, 0f] : null, topLayerOnly);
        spec = spec with
        {
            Config = spec.Config with { HiddenDropout = 0.25, AttentionDropout = 0.25 },
            Training = new TrainingOptions(frozenLayers == 0, frozenLayers, checkpointing),
        };
        CheckStep(spec);
    }

    /// <summary>Norms before products, layers of three kinds, rotary positions, gates, near pieces, and products without biases.</summary>
    [Theory]
    [InlineData("modernbert", false, false, 0)]
    [InlineData("modernbert", true, false, 0)]
    [InlineData("modernbert", false, true, 0)]
    [InlineData("modernbert", true, true, 0)]
    [InlineData("modernbert", false, false, 1)]
    [InlineData("modernbert", true, true, 2)]
    [InlineData("nomic_bert", false, false, 0)]
    [InlineData("nomic_bert", true, true, 1)]
    [InlineData("gte", true, false, 0)]
    public void TheFinishedPassesOfARotaryStep(string family, bool topLayerOnly, bool checkpointing, int frozenLayers)
    {
        EmbedderSpec spec = Specs.Of(3, topLayerOnly: topLayerOnly);
        spec = spec with
        {
            Config = spec.Config with
            {
                ModelType = family,
                Rotary = new RotaryRule("100.0"),
                LocalRotary = new RotaryRule("10.0"),
                LocalLayers = [false, true, false],
                LocalWindow = 2,
                TypeCount = family == "modernbert" ? 0 : 2,
                HiddenDropout = 0.25,
                AttentionDropout = 0.25,
                InnerDropout = family == "nomic_bert" ? 0 : 0.25,
                HasAttentionBias = family == "gte",
                HasMlpBias = family == "gte",
            },
            Training = new TrainingOptions(frozenLayers == 0, frozenLayers, checkpointing),
        };
        CheckStep(spec);
    }

    /// <summary>Embeddings without a norm, heads of keys that heads of queries share, norms without mean, attention to what is before alone, and norms of heads.</summary>
    [Theory]
    [InlineData("eurobert", false, false, 0)]
    [InlineData("eurobert", true, true, 0)]
    [InlineData("eurobert", true, false, 1)]
    [InlineData("qwen3", false, false, 0)]
    [InlineData("qwen3", true, false, 0)]
    [InlineData("qwen3", false, true, 0)]
    [InlineData("qwen3", true, true, 2)]
    public void TheFinishedPassesOfAStepOfGroupedHeads(string family, bool topLayerOnly, bool checkpointing, int frozenLayers)
    {
        EmbedderSpec spec = Specs.Of(3, topLayerOnly: topLayerOnly);
        CheckStep(spec with
        {
            Config = spec.Config with
            {
                ModelType = family,
                HeadWidth = 6,
                HeadCount = 4,
                KeyValueHeads = 2,
                Rotary = new RotaryRule("100.0"),
                TypeCount = 0,
                AttentionDropout = 0.25,
                LayerNormEpsilon = "1e-2",
                HasAttentionBias = family == "eurobert",
                HasMlpBias = family == "eurobert",
            },
            Training = new TrainingOptions(frozenLayers == 0, frozenLayers, checkpointing),
        });
    }

    [Fact]
    public void AFrozenModelHasNoGradientButThatOfTheMix()
    {
        TrainingPlan step = TrainingPasses.Run(Specs.Of(3) with { Training = new TrainingOptions(false, 3, false) });

        Assert.All(step.Backward.Ops, op => Assert.True(op is GivenOp or MixWeightGradientOp, op.ToString()));
        Assert.All(step.Forward.Ops.Where(op => op.Output.IsKept), op => Assert.True(op is KeepOp or AccumulateOp, op.ToString()));
    }

    [Fact]
    public void NothingBelowTheLowestTrainedLayerIsKeptOrDerived()
    {
        TrainingPlan step = TrainingPasses.Run(Specs.Of(4, topLayerOnly: true) with { Training = new TrainingOptions(false, 2, false) });

        Assert.Equal([3, 2], step.Backward.Ops.OfType<LayerOp>().Select(layer => layer.Place.Number));
        Assert.DoesNotContain(step.Backward.Ops.OfType<LayerOp>().Last().Body, RollStep.IsInputGradient);
        Assert.Single(step.Forward.Ops.OfType<KeepOp>());
    }

    /// <summary>Heads behind the last layer: the pooler and two products, a norm, the mean of a sequence, and one product of every piece.</summary>
    [Theory]
    [InlineData("bert", false, false, 0)]
    [InlineData("bert", true, false, 0)]
    [InlineData("bert", false, false, 1)]
    [InlineData("bert", false, false, 3)]
    [InlineData("bert", false, true, 0)]
    [InlineData("roberta", false, false, 0)]
    [InlineData("modernbert", false, false, 0)]
    [InlineData("modernbert", true, false, 1)]
    [InlineData("modernbert", false, true, 2)]
    [InlineData("modernbert-mean", false, false, 0)]
    [InlineData("modernbert-mean", true, false, 0)]
    [InlineData("modernbert-mean", false, false, 3)]
    public void TheFinishedPassesOfAClassifier(string family, bool checkpointing, bool isOfPieces, int frozenLayers)
    {
        EmbedderSpec spec = Specs.Classifier with { IsTokenClassifier = isOfPieces };
        bool isModern = family.StartsWith("modernbert", StringComparison.Ordinal);
        spec = spec with
        {
            Config = spec.Config with
            {
                LayerCount = 3,
                ModelType = isModern ? "modernbert" : family,
                ClassifierPooling = family.EndsWith("mean", StringComparison.Ordinal) ? "mean" : "",
                ClassifierActivation = "gelu",
                HasNormBias = true,
                Rotary = isModern ? new RotaryRule("100.0") : null,
                LocalLayers = isModern ? [false, false, false] : [],
                TypeCount = isModern ? 0 : 2,
                PositionPadding = family == "roberta" ? 1 : null,
            },
            Training = new TrainingOptions(frozenLayers == 0, frozenLayers, checkpointing),
        };
        CheckStep(spec, PlanBuilder.BuildClassifier);
    }

    /// <summary>Heads over rows that are given: their gradient is handed on.</summary>
    [Theory]
    [InlineData(nameof(Pooling.Mean), false)]
    [InlineData(nameof(Pooling.Mean), true)]
    [InlineData(nameof(Pooling.Cls), false)]
    [InlineData(nameof(Pooling.Cls), true)]
    [InlineData(nameof(Pooling.Max), false)]
    [InlineData(nameof(Pooling.Max), true)]
    [InlineData(null, false)]
    public void TheFinishedPassesOfAHeadOverGivenRows(string? name, bool isScaled)
    {
        Pooling? pooling = name is null ? null : Enum.Parse<Pooling>(name);
        EmbedderSpec spec = Specs.Of(2) with { Training = new TrainingOptions(true, 0, false) };
        SentenceModule pools = new PoolingModule([pooling ?? Pooling.Mean], spec.Config.HiddenSize, true);
        spec = spec with { Pipeline = new SentencePipeline { Modules = isScaled ? [pools, new NormalizeModule(false)] : [pools] } };
        EmbedderPlan head = pooling is { } kind ? PlanBuilder.BuildPooling(spec, kind) : PlanBuilder.BuildPooler(spec);
        TrainingPlan step = TrainingPasses.Run(spec, head, checkpointing: false, PassList.Computation);
        Value given = head.Ops[0].Output;
        Dictionary<string, double[]> weights = RandomWeights(step.Forward.Ops.SelectMany(op => op.Weights), layers: 0);
        double[][] rows = Random(given, seed: 3), cotangent = Random(step.Forward.Output, seed: 2);

        var interpreter = new PlanInterpreter(weights, 0) { [given] = rows };
        interpreter.Run(step.Forward.Ops);
        interpreter[step.Seed] = cotangent;
        interpreter.Run(step.Backward.Ops);

        Assert.Equal(weights.Keys.Order(StringComparer.Ordinal), interpreter.Gradients.Keys.Order(StringComparer.Ordinal));
        Dictionary<string, double[]> values = new(weights), gradients = new(interpreter.Gradients);
        for (int row = 0; row < rows.Length; row++)
        {
            values.Add($"row {row}", rows[row]);
            gradients.Add($"row {row}", interpreter.GivenGradient[row]);
        }

        Compare(gradients, values, () => new PlanInterpreter(weights, 0) { [given] = rows }.Run(step.Forward.Ops)[step.Forward.Output], cotangent);
    }

    private void CheckStep(EmbedderSpec spec, Func<EmbedderSpec, EmbedderPlan>? build = null)
    {
        TrainingPlan step = TrainingPasses.Run(spec, (build ?? PlanBuilder.Build)(spec), spec.Training!.Checkpointing, PassList.Computation);
        Dictionary<string, double[]> weights = RandomWeights(step.Forward.Ops.SelectMany(op => op.Weights), layers: 3);
        double[][] cotangent = Random(step.Forward.Output, seed: 2);

        var interpreter = new PlanInterpreter(weights, 3);
        interpreter.Run(step.Forward.Ops);
        interpreter[step.Seed] = cotangent;
        interpreter.Run(step.Backward.Ops);
        Finish(interpreter, weights);

        Assert.NotEmpty(interpreter.Gradients);
        if (spec.Training is { TrainsEmbeddings: true, FrozenLayers: 0 } && spec.MixWeights is null)
        {
            Assert.Equal(weights.Keys.Order(StringComparer.Ordinal), interpreter.Gradients.Keys.Order(StringComparer.Ordinal));
        }

        CompareAlong(interpreter.Gradients, weights, () => new PlanInterpreter(weights, 3).Run(step.Forward.Ops)[step.Forward.Output], cotangent);
    }

    private static LookupOp Lookup(string name, LookupIndex index, int width) =>
        new(new Value(name + ".rows", name, width), index, new Weight(name, 6, width, WeightLayout.Table));

    private void Check(Op[] ops, Value result, int layers = 0)
    {
        var plan = new EmbedderPlan([.. ops], [.. ops.SelectMany(op => op.Weights).DistinctBy(weight => weight.Name)], result);
        Dictionary<string, double[]> weights = RandomWeights(plan.Weights, layers);
        double[][] cotangent = Random(result, seed: 2);
        (Value seed, var backward) = GradientTape.Derive(plan, static op => op is not AccumulateOp { Term.Factor.Constant: not null });
        new EmbedderPlan([new GivenOp(seed), .. plan.Ops.Select(op => new GivenOp(op.Output)), .. backward], [.. backward.SelectMany(op => op.Weights).DistinctBy(weight => weight.Name)], seed)
            .Verify("deriving");

        PlanInterpreter interpreter = new PlanInterpreter(weights, layers).Run(ops);
        interpreter[seed] = cotangent;
        interpreter.Run(backward);
        Finish(interpreter, weights);

        Compare(interpreter.Gradients, weights, () => new PlanInterpreter(weights, layers).Run(ops)[result], cotangent);
        Assert.Equal(weights.Keys.Order(StringComparer.Ordinal), interpreter.Gradients.Keys.Order(StringComparer.Ordinal));
    }

    private static void Finish(PlanInterpreter interpreter, Dictionary<string, double[]> weights)
    {
        if (weights.ContainsKey(MixWeights.Gamma))
        {
            interpreter.FinishMix();
        }
    }

    /// <summary>Every value of every gradient.</summary>
    private void Compare(Dictionary<string, double[]> gradients, Dictionary<string, double[]> weights, Func<double[][]> run, double[][] cotangent)
    {
        double largest = 0;
        foreach ((string name, double[] gradient) in gradients)
        {
            for (int i = 0; i < gradient.Length; i++)
            {
                double[] direction = new double[gradient.Length];
                direction[i] = 1;
                largest = Math.Max(largest, CompareOne($"{name}[{i}]", gradient, weights[name], direction, run, cotangent));
            }
        }

        output.WriteLine($"largest difference {largest:G3}");
    }

    /// <summary>Every gradient along random directions, in which all of its values have a part: a whole step has a thousand of them.</summary>
    private void CompareAlong(Dictionary<string, double[]> gradients, Dictionary<string, double[]> weights, Func<double[][]> run, double[][] cotangent)
    {
        const int Directions = 2;
        var random = new Random(4);
        double largest = 0;
        foreach ((string name, double[] gradient) in gradients)
        {
            for (int i = 0; i < Directions; i++)
            {
                double[] direction = [.. gradient.Select(_ => (random.NextDouble() * 2) - 1)];
                largest = Math.Max(largest, CompareOne($"{name} along a direction", gradient, weights[name], direction, run, cotangent));
            }
        }

        output.WriteLine($"largest difference {largest:G3}");
    }

    private static double CompareOne(string what, double[] gradient, double[] values, double[] direction, Func<double[][]> run, double[][] cotangent)
    {
        double[] before = [.. values];
        double above = Loss(Step), below = Loss(-Step);
        before.CopyTo(values, 0);
        double expected = (above - below) / (2 * Step), found = gradient.Zip(direction, (g, d) => g * d).Sum();
        double size = gradient.Zip(direction, (g, d) => Math.Abs(g * d)).Sum();
        double difference = Math.Abs(found - expected);
        Assert.True(difference <= Tolerance * (1 + size), $"{what}: {found}, by differences {expected}");
        return difference;

        double Loss(double step)
        {
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = before[i] + (step * direction[i]);
            }

            return run().Zip(cotangent, (row, factors) => row.Zip(factors, (y, c) => y * c).Sum()).Sum();
        }
    }

    private static Dictionary<string, double[]> RandomWeights(IEnumerable<Weight> table, int layers)
    {
        var random = new Random(1);
        var weights = new Dictionary<string, double[]>();
        foreach (Weight weight in table.DistinctBy(weight => weight.Name))
        {
            weights.Add(weight.Name, [.. Enumerable.Range(0, (int)weight.Count).Select(_ => (random.NextDouble() * 2) - 1)]);
        }

        if (weights.ContainsKey(MixWeights.Gamma))
        {
            for (int layer = 0; layer < layers; layer++)
            {
                weights.TryAdd(MixWeights.Parameter(layer), [random.NextDouble()]);
            }
        }

        return weights;
    }

    private static double[][] Random(Value value, int seed)
    {
        var random = new Random(seed);
        int rows = value.Rows switch { RowSpace.Selected => 3, RowSpace.Sequences => 2, _ => 5 };
        return [.. Enumerable.Range(0, rows).Select(_ => Enumerable.Range(0, value.Width).Select(_ => (random.NextDouble() * 2) - 1).ToArray())];
    }
}
