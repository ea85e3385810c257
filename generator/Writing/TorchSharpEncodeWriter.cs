using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Members;
using BertGen.Generator.Model;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Writing;

/// <summary>
/// Writes the computation over tensors: one line a layer, and once the body that all layers share. A tensor is disposed
/// after the operation that reads it last.
/// </summary>
internal sealed class TorchSharpEncodeWriter(IndentedWriter writer, EmbedderSpec spec, ClassPlan plan)
{
    private const string Ops = TorchNames.TorchOps;
    private const string Tensor = TorchNames.Tensor;

    private readonly HashSet<string> _optional = new(TorchSharpModule.Of(plan).Optional(), StringComparer.Ordinal);
    private readonly Dictionary<Value, string> _names = [];
    private string _owner = "";

    private bool HasHiddenDropout => spec is { RequiresGrad: true, Config.HiddenDropout: > 0 };

    private bool HasAttentionDropout => spec is { RequiresGrad: true, Config.AttentionDropout: > 0 };

    private bool HasInnerDropout => spec is { RequiresGrad: true, Config.InnerDropout: > 0 };

    private bool HasDropout => HasHiddenDropout || HasAttentionDropout || HasInnerDropout;

    /// <summary>Writes one of the class's computations.</summary>
    /// <param name="encoder">The computation.</param>
    /// <param name="owner">What has the modules, with a dot behind it; nothing where it is the class itself.</param>
    public void WriteEncoder(EmbedderPlan encoder, string owner)
    {
        _owner = owner;
        _names.Clear();
        writer.Block($"{Tensor} {TorchNames.ITorchEncoder}.Encode({TorchNames.TorchBatch} batch)", () =>
        {
            if (HasDropout)
            {
                writer.Lines($"bool drops = {owner}training;");
            }

            if (MixWeights.IsLearned(encoder))
            {
                writer.Lines($"using var factors = {owner}ScalarMix.Factors({owner}{WordsPath(plan)}.Weight.dtype); // [{NumberText.Plain(spec.Config.LayerCount)}]");
            }

            Statements([.. encoder.Ops], encoder.Output, isInLayer: false);
            writer.Lines($"return {Name(encoder.Output, isInLayer: false)};");
        });
        _owner = "";
    }

    /// <summary>Writes the functions that the layers of all computations are calls of.</summary>
    public void WriteLayers()
    {
        foreach (NamedFunction function in plan.Functions.All)
        {
            if (function != plan.Functions.All[0])
            {
                writer.Blank();
            }

            WriteBody(function);
        }
    }

    private void WriteBody(NamedFunction function)
    {
        LayerOp template = function.Template;
        _names.Clear();
        SelectOp? select = template.Body.OfType<SelectOp>().SingleOrDefault();

        // Narrowing is a statement of its own, after which the same variables hold fewer rows.
        Op[] body = [.. template.Body.Where(op => op != select).Select(op => op.Map(value => value == select?.Output ? select.Input : value))];
        Value input = template.Input;
        string bias = template.Bias is null ? "" : $", {TorchNames.DistanceBias} distanceBias";
        string narrow = function.IsNarrowAnOption ? ", bool narrow = false" : "";
        string drops = HasDropout ? ", bool drops" : "";
        writer.Lines("// One encoder layer; the LayerNorms come after the residuals. It disposes of its input.");
        writer.Block($"private static {Tensor} Encode{function.Name}({TorchNames.TorchBatch} batch, {Tensor} hidden, {TorchSharpNames.LayerClass(template.Place)} layer{bias}{drops}{narrow})", () =>
        {
            Statements(body, template.Output, isInLayer: true, input, afterAttention: () => Narrow(function, select is not null));
            writer.Lines($"return {Name(template.Output, isInLayer: true)};");
        });
    }

    private void Narrow(NamedFunction function, bool isNarrowed)
    {
        if (!isNarrowed)
        {
            return;
        }

        if (function.IsNarrowAnOption)
        {
            writer.Block("if (narrow)", Lines);
            writer.Blank();
        }
        else
        {
            Lines();
        }

        void Lines() => writer.Lines("""
            // From here on only the rows that the result needs.
            batch.Narrow(ref hidden);
            batch.Narrow(ref context);
            """);
    }

    private void Statements(Op[] ops, Value output, bool isInLayer, Value? input = null, Action? afterAttention = null)
    {
        var lastReaders = new Dictionary<Value, int>();
        for (int i = 0; i < ops.Length; i++)
        {
            foreach (Value read in ops[i].Inputs)
            {
                lastReaders[read] = i;
            }
        }

        lastReaders[output] = ops.Length;
        for (int i = 0; i < ops.Length; i++)
        {
            Op op = ops[i];
            writer.Lines($"var {Name(op.Output)} = {Call(op, isInLayer, Name)}; // [{(op.Output.Rows == RowSpace.Distances ? "distances" : "rows")}, {NumberText.Plain(op.Output.Width)}]");

            // What is added to in place lives on as the sum, and a layer disposes of its input; what is added to scores is for all layers.
            foreach (Value dead in op.Inputs.Distinct().Where(value => lastReaders[value] == i && value != Consumed(op) && !(isInLayer && value.Rows == RowSpace.Distances)))
            {
                writer.Lines($"{Name(dead)}.Dispose();");
            }

            if (op is AttentionOp)
            {
                afterAttention?.Invoke();
            }
        }

        string Name(Value value) => value == input ? "hidden" : this.Name(value, isInLayer);
    }

    /// <summary>The value whose tensor an operation makes its result of, or disposes of.</summary>
    private static Value? Consumed(Op op) => op switch
    {
        // A gradient needs the residual as it was, and not the product that is added to it.
        AddOp { Layer: not null } add => add.Right,
        AddOp or AccumulateOp or ActivationOp or BiasOp => op.InPlace,
        LayerOp layer => layer.Input,
        _ => null,
    };

    private string Call(Op op, bool isInLayer, Func<Value, string> name) => op switch
    {
        LookupOp lookup => $"{_owner}{TorchSharpNames.Path(WithoutSuffix(lookup.Table.Name))}.Lookup(batch.{lookup.Index}s{Padding(lookup)})",
        DistanceBiasOp distances => $"batch.Distances({_owner}{TorchSharpNames.Path(WithoutSuffix(distances.Table.Name))})",
        HeadNormOp norm => $"{Ops}.NormHeads({name(norm.Input)}, {Path(norm.Query)}, {NumberText.Plain(norm.HeadCount)}, {Path(norm.Key)}, {NumberText.Plain(norm.KeyHeads)}, LayerNormEpsilon)",
        RotateOp rotate => $"batch.Rotate({name(rotate.Input)}, {RotaryWriter.Table(rotate, spec.Config)}, {NumberText.Plain(rotate.HeadCount)}, HeadSize)",
        GateOp gate => $"{Ops}.Gate({name(gate.Input)}, {Names.Activation}.{gate.Activation}{(gate.IsOfSecond ? ", second: true" : "")}{(HasInnerDropout ? ", dropout: drops ? InnerDropout : 0" : "")})",
        SpladeOp splade => $"batch.Splade({name(splade.Input)}{EncodeWriter.SpladeArguments(splade)})",
        MeanOp mean => $"batch.Mean({name(mean.Input)})",
        LinearAddOp linear =>
            $"{Ops}.LinearAdd({name(linear.Input)}, {Path(linear.Module)}, {name(linear.Residual)}{ResidualDropout(linear)})",
        AddOp { Layer: not null } add => $"{Ops}.Add({Dropped(add, name)}, {name(add.Left)})",
        AddOp add => $"{Ops}.Add({name(add.Left)}, {name(add.Right)})",
        BiasOp bias => $"{Ops}.AddBias({name(bias.Input)}, {(bias.Layer is null ? _owner : "")}{Path(bias.Module)})",
        ActivationOp activation => $"{Ops}.Activate({name(activation.Input)}{ActivationArgument(activation.Activation)})",
        JoinOp join => $"{Ops}.Join({string.Join(", ", join.Parts.Select(name))})",
        KeepOp keep => $"{name(keep.Input)}.alias()",
        SelectOp select => $"{Ops}.Select(batch, {name(select.Input)})",
        MixOp mix => mix.Terms.Aggregate("", (sum, term) => $"{Ops}.Mix(batch, {(sum.Length == 0 ? "" : sum + ", ")}{name(term.Value)}, {Factor(term.Factor)})"),
        LinearOp { HasBias: false, Module.HasBias: true } linear => $"{Ops}.Product({name(linear.Input)}, {(linear.Layer is null ? _owner : "")}{Path(linear.Module)})",
        NormOp norm when norm.Module.Role == "EmbeddingNorm" && HasHiddenDropout => $"{Ops}.Dropout({Norm(norm, name)}, drops ? HiddenDropout : 0)",
        NormOp norm => Norm(norm, name),
        LayerOp layer => $"Encode{plan.Functions.Of(layer).Name}(batch, {name(layer.Input)}, {_owner}{TorchSharpNames.Layer(layer.Place)}{(layer.Bias is { } bias ? ", " + name(bias) : "")}{(HasDropout ? ", drops" : "")}{(layer.IsNarrow && plan.Functions.Of(layer).IsNarrowAnOption ? ", narrow: true" : "")})",
        AccumulateOp sum => $"{Ops}.Mix(batch, {(sum.Sum is null ? "" : name(sum.Sum) + ", ")}{name(sum.Term.Value)}, {Factor(sum.Term.Factor)})",
        LinearOp linear => $"{Ops}.Linear({name(linear.Input)}, {(linear.Layer is null ? _owner : "")}{Path(linear.Module)}{ActivationArgument(linear.Activation)})",
        AttentionOp attention => $"batch.Attention({name(attention.Sources.Single())}, HeadCount, HeadSize{(HasAttentionDropout ? ", drops ? AttentionDropout : 0" : "")}{(attention.Bias is { } bias ? ", bias: " + name(bias) : "")}{EncodeWriter.Sight(attention)})",
        LinearAddNormOp linear =>
            $"{Ops}.LinearAddNorm({name(linear.Input)}, {Path(linear.Module)}, {name(linear.Residual)}, {Path(linear.Norm)}, LayerNormEpsilon{ResidualDropout(linear)})",
        _ => throw new InvalidOperationException($"TorchSharp has no call for '{op}'."),
    };

    /// <summary>The row of a table that has no gradient.</summary>
    private string Padding(LookupOp lookup)
    {
        int? row = lookup.Index switch
        {
            LookupIndex.Id => spec.Config.PositionPadding ?? spec.Config.PadTokenId,
            LookupIndex.Position => spec.Config.PositionPadding,
            _ => null,
        };
        return spec.RequiresGrad && row >= 0 ? $", padding: {NumberText.Plain(row.Value)}" : "";
    }

    /// <summary>The module that has the table of words.</summary>
    public static string WordsPath(ClassPlan plan) =>
        TorchSharpNames.Path(WithoutSuffix(plan.Forward.Ops.OfType<LookupOp>().First(lookup => lookup.Index == LookupIndex.Id).Table.Name));

    // The product that ends a layer is dropped from in every family, the one behind the attention in most.
    private string Dropped(AddOp add, Func<Value, string> name) =>
        ResidualDropout(add) is { Length: > 0 } dropout ? $"{Ops}.Dropout({name(add.Right)}{dropout})" : name(add.Right);

    private string ResidualDropout(Op sum)
    {
        bool isLast = plan.Functions.All.Any(function => function.Template.Body.Last(op => op is AddOp or LinearAddOp or LinearAddNormOp) == sum);
        ResidualDropouts dropouts = spec.Architecture.ResidualDropouts;
        return (isLast ? dropouts.LayerOutput : dropouts.AttentionOutput) switch
        {
            DropoutRate.Hidden when HasHiddenDropout => ", drops ? HiddenDropout : 0",
            DropoutRate.Attention when HasAttentionDropout => ", drops ? AttentionDropout : 0",
            _ => "",
        };
    }

    private string Norm(NormOp norm, Func<Value, string> name) =>
        $"{Ops}.Norm({name(norm.Input)}, {(norm.Layer is null ? _owner : "")}{Path(norm.Module)}, LayerNormEpsilon)";

    /// <summary>The module of weights; layers that have it say so to the compiler where others have not.</summary>
    private string Path(WeightModule module) =>
        TorchSharpNames.Path(module) + (module.Path.Length > 0 && _optional.Contains(module.LocalNames[0]) ? "!" : "");

    private static string Factor(MixFactor factor) =>
        factor.Constant is null ? $"factors, {NumberText.Plain(factor.Layer)}" : ManagedNames.MixConstant(factor.Layer);

    private static string ActivationArgument(Activation activation) =>
        activation == Activation.None ? "" : $", {Names.Activation}.{activation}";

    private static string WithoutSuffix(string weight) => weight.Substring(0, weight.LastIndexOf('.'));

    /// <summary>The variable of a value: its short name, or the whole one where another value of the method has that.</summary>
    private string Name(Value value, bool isInLayer)
    {
        if (!_names.TryGetValue(value, out string name))
        {
            name = TorchSharpNames.Variable(value, isInLayer);
            if (_names.ContainsValue(name))
            {
                name = TorchSharpNames.LongVariable(value);
            }

            if (_names.ContainsValue(name))
            {
                name += NumberText.Plain(_names.Count);
            }

            _names.Add(value, name);
        }

        return name;
    }
}
