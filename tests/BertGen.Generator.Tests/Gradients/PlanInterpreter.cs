using System.Globalization;
using BertGen.Generator.Planning;
using BertGen.Generator.Planning.Gradients;
using BertGen.Generator.Planning.Ops;

namespace BertGen.Generator.Tests.Gradients;

/// <summary>
/// Computes plans in float64, operation by operation and as simply as it can be said: two sequences, some of whose pieces are
/// wanted. Derivative rules are held against it, not against the engine.
/// </summary>
/// <param name="weights">Values by the names of the state dict.</param>
/// <param name="layerCount">Layers of a learned mix.</param>
internal sealed class PlanInterpreter(IReadOnlyDictionary<string, double[]> weights, int layerCount)
{
    // Ids repeat, and some pieces are wanted.
    private static readonly int[] Ids = [3, 1, 4, 1, 5];
    private static readonly int[] Positions = [0, 1, 2, 0, 1];
    private static readonly int[] Types = [0, 1, 0, 1, 1];
    private static readonly (int Start, int End)[] Sequences = [(0, 3), (3, 5)];
    private static readonly int[] Wanted = [0, 2, 4];

    private readonly Dictionary<string, double[][]> _values = [];
    private readonly double[] _factorGradients = new double[layerCount];

    /// <summary>Gradients of weights, as backward operations have added them up.</summary>
    public Dictionary<string, double[]> Gradients { get; } = [];

    /// <summary>The gradient of what was given.</summary>
    public double[][] GivenGradient { get; private set; } = [];

    public double[][] this[Value matrix]
    {
        get => _values[matrix.FullName];
        set => _values[matrix.FullName] = value;
    }

    /// <summary>Runs operations in order; what is given to them must be there.</summary>
    public PlanInterpreter Run(IEnumerable<Op> ops)
    {
        foreach (Op op in ops)
        {
            if (op is LayerOp layer)
            {
                Run(layer.Body);
            }
            else if (op.Output.Rows == RowSpace.None)
            {
                AddWeightGradient(op);
            }
            else if (op is not GivenOp)
            {
                _values[op.Output.FullName] = Compute(op);
            }
        }

        return this;
    }

    /// <summary>The gradients of a learned mix, from those of its factors.</summary>
    public void FinishMix()
    {
        double[] softmax = Softmax();
        double gamma = weights[MixWeights.Gamma][0];
        double mean = softmax.Zip(_factorGradients, (s, g) => s * g).Sum();
        Gradient(MixWeights.Gamma)[0] += mean;
        for (int layer = 0; layer < layerCount; layer++)
        {
            Gradient(MixWeights.Parameter(layer))[0] += gamma * softmax[layer] * (_factorGradients[layer] - mean);
        }
    }

    private double[][] Compute(Op op) => op switch
    {
        LookupOp lookup => LookUp(lookup),
        LookupSumOp sum => LookUp(sum.Words, sum.Others),
        EmbedOp embed => Norm(LookUp(embed.Words, embed.Others), embed.Norm),
        HeadNormOp norm => NormHeads(norm),
        HeadNormGradientOp gradient => HeadNormGradient(gradient),
        RotateOp rotate => Rotate(this[rotate.Input], rotate, 1),
        RotateGradientOp gradient => Rotate(this[gradient.Gradient], gradient.Rotation, -1),
        GateOp gate => [.. this[gate.Input].Select(row => Sides(row, gate.IsOfSecond).Select(pair => Functions.Value(gate.Activation, pair.Active) * pair.Other).ToArray())],
        GateGradientOp gradient => GateGradient(gradient),
        AddOp add => Add(this[add.Left], this[add.Right]),
        LinearOp linear => Linear(this[linear.Input], linear.Module, linear.HasBias),
        BiasOp bias => AddBias(this[bias.Input], bias.Module),
        LinearAddOp linear => Add(
            this[linear.Residual],
            Drop(Linear(this[linear.Input], linear.Module, linear.Module.HasBias), linear.Dropout, linear.Layer)),
        LinearAddNormOp linear => Norm(Add(this[linear.Residual], Linear(this[linear.Input], linear.Module, linear.Module.HasBias)), linear.Norm),
        NormOp norm => Norm(this[norm.Input], norm.Module),
        ActivationOp activation => Map(this[activation.Input], x => Functions.Value(activation.Activation, x)),
        AttentionOp attention => Attend(attention),
        SelectOp select => Rows(this[select.Input], select.Output.Rows),
        KeepOp keep => keep.Input.Rows == keep.Output.Rows ? Map(this[keep.Input], x => x) : Rows(this[keep.Input], keep.Output.Rows),
        DropoutOp dropout => Drop(this[dropout.Input], dropout.Site, dropout.Layer),
        AccumulateOp sum => Accumulate(sum),
        LinearGradientOp gradient => LinearGradient(gradient),
        ActivationGradientOp gradient => Zip(this[gradient.Gradient], this[gradient.Input], (g, x) => g * Functions.Derivative(gradient.Activation, x)),
        NormGradientOp gradient => NormGradient(this[gradient.Input], this[gradient.Gradient], gradient.Module),
        AttentionGradientOp gradient => AttentionGradient(gradient),
        WidenOp gradient => Scatter(this[gradient.Gradient], gradient.Output.Width, null, gradient.Gradient.Rows),
        MixGradientOp gradient => MixGradient(gradient),
        MeanOp mean => [.. Sequences.Select(sequence => Mean(this[mean.Input][sequence.Start..sequence.End]))],
        MaxOp max => [.. Sequences.Select(sequence => Largest(this[max.Input][sequence.Start..sequence.End]))],
        MaxGradientOp gradient => [.. Sequences.SelectMany((sequence, i) => LargestGradient(this[gradient.Input][sequence.Start..sequence.End], this[gradient.Gradient][i]))],
        UnitOp unit => [.. this[unit.Input].Select(Unit)],
        UnitGradientOp gradient => [.. this[gradient.Input].Select((row, i) => UnitGradient(row, this[gradient.Gradient][i]))],
        MeanGradientOp gradient => [.. Sequences.SelectMany((sequence, i) => Enumerable.Repeat(this[gradient.Gradient][i], sequence.End - sequence.Start).Select(row => row.Select(x => x / (sequence.End - sequence.Start)).ToArray()))],
        _ => throw new InvalidOperationException($"The interpreter does not know '{op}'."),
    };

    private void AddWeightGradient(Op op)
    {
        switch (op)
        {
            case WeightGradientOp gradient:
                ForEachOutput(gradient.Module, (name, output, column) =>
                {
                    double[] target = Gradient(name + ".weight");
                    for (int row = 0; row < this[gradient.Input].Length; row++)
                    {
                        for (int k = 0; k < gradient.Module.Inputs; k++)
                        {
                            target[(output * gradient.Module.Inputs) + k] += this[gradient.Gradient][row][column] * this[gradient.Input][row][k];
                        }
                    }
                });
                if (gradient.HasBias)
                {
                    AddBiasGradient(gradient.Gradient, gradient.Module);
                }

                break;

            case GivenGradientOp gradient:
                GivenGradient = this[gradient.Gradient];
                break;

            case BiasGradientOp gradient:
                AddBiasGradient(gradient.Gradient, gradient.Module);
                break;

            case LookupGradientOp gradient:
                AddLookupGradient(this[gradient.Gradient], gradient.Lookup);
                break;

            case EmbedGradientOp gradient:
                AddLookupGradient(this[gradient.Gradient], gradient.Words);
                if (gradient.Others is { } others)
                {
                    AddLookupGradient(this[gradient.Gradient], others);
                }

                break;

            case MixWeightGradientOp gradient:
                double[][] term = this[gradient.Term.Value];
                _factorGradients[gradient.Term.Factor.Layer] += Zip(
                    this[gradient.Gradient],
                    gradient.Term.Value.Rows == gradient.Gradient.Rows ? term : Rows(term, gradient.Gradient.Rows),
                    (g, x) => g * x).Sum(row => row.Sum());
                break;

            default:
                throw new InvalidOperationException($"The interpreter does not know '{op}'.");
        }
    }

    private double[] Gradient(string name)
    {
        if (!Gradients.TryGetValue(name, out double[]? gradient))
        {
            Gradients.Add(name, gradient = new double[weights[name].Length]);
        }

        return gradient;
    }

    private static double[] Largest(double[][] rows) => [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column]))];

    private static double[][] LargestGradient(double[][] rows, double[] gradient)
    {
        double[] largest = Largest(rows);
        return [.. rows.Select((row, i) => row.Select((x, column) => Array.FindIndex(rows, other => other[column] == largest[column]) == i ? gradient[column] : 0).ToArray())];
    }

    private static double Length(double[] row) => Math.Sqrt(row.Sum(x => x * x));

    private static double[] Unit(double[] row) => [.. row.Select(x => x / Length(row))];

    private static double[] UnitGradient(double[] row, double[] gradient)
    {
        double[] unit = Unit(row);
        double along = unit.Zip(gradient, (y, g) => y * g).Sum();
        return [.. unit.Select((y, i) => (gradient[i] - (y * along)) / Length(row))];
    }

    private static double[] Mean(double[][] rows) => [.. Enumerable.Range(0, rows[0].Length).Select(column => rows.Average(row => row[column]))];

    private double[][] LookUp(LookupOp words, LookupOp? others) => others is null ? LookUp(words) : Add(LookUp(words), LookUp(others));

    /// <summary>Turns pairs of values of the first heads, forward or back.</summary>
    private static double[][] Rotate(double[][] input, RotateOp op, int direction) => [.. input.Select((values, row) =>
    {
        double[] result = [.. values];
        int half = op.HeadSize / 2;
        for (int head = 0; head < op.HeadCount; head++)
        {
            for (int pair = 0; pair < half; pair++)
            {
                int low = (head * op.HeadSize) + pair, high = low + half;
                double angle = direction * Positions[row] * Math.Pow(double.Parse(op.Rule.Theta, CultureInfo.InvariantCulture), -2.0 * pair / op.HeadSize);
                result[low] = (values[low] * Math.Cos(angle)) - (values[high] * Math.Sin(angle));
                result[high] = (values[high] * Math.Cos(angle)) + (values[low] * Math.Sin(angle));
            }
        }

        return result;
    })];

    private double[][] NormHeads(HeadNormOp op) => [.. this[op.Input].Select(row => Heads(op).Aggregate((double[])[.. row], (result, head) =>
    {
        Norm([row[head.Start..(head.Start + head.Norm.Width)]], head.Norm)[0].CopyTo(result, head.Start);
        return result;
    }))];

    private double[][] HeadNormGradient(HeadNormGradientOp op)
    {
        double[][] result = Map(this[op.Gradient], x => x);
        foreach ((int start, NormModule norm) in Heads(op.Norms))
        {
            double[][] Part(Value value) => [.. this[value].Select(row => row[start..(start + norm.Width)])];
            double[][] own = NormGradient(Part(op.Input), Part(op.Gradient), norm);
            for (int row = 0; row < result.Length; row++)
            {
                own[row].CopyTo(result[row], start);
            }
        }

        return result;
    }

    private static IEnumerable<(int Start, NormModule Norm)> Heads(HeadNormOp op) =>
        Enumerable.Range(0, op.HeadCount + op.KeyHeads).Select(head => (head * op.Query.Width, head < op.HeadCount ? op.Query : op.Key));

    private static IEnumerable<(double Active, double Other)> Sides(double[] row, bool isOfSecond)
    {
        int width = row.Length / 2;
        return Enumerable.Range(0, width).Select(i => isOfSecond ? (row[width + i], row[i]) : (row[i], row[width + i]));
    }

    private double[][] GateGradient(GateGradientOp op) => [.. this[op.Input].Select((values, row) =>
    {
        double[] gradient = this[op.Gradient][row];
        (double Active, double Other)[] sides = [.. Sides(values, op.IsOfSecond)];
        double[] active = [.. sides.Select((pair, i) => gradient[i] * pair.Other * Functions.Derivative(op.Activation, pair.Active))];
        double[] other = [.. sides.Select((pair, i) => gradient[i] * Functions.Value(op.Activation, pair.Active))];
        return op.IsOfSecond ? [.. other, .. active] : (double[])[.. active, .. other];
    })];

    private double[][] LookUp(LookupOp lookup) => [.. Enumerable.Range(0, Ids.Length).Select(row =>
    {
        double[] values = RowOf(lookup.Table, lookup.Index, row);
        return lookup.Folded is { } types ? [.. values.Zip(RowOf(types, LookupIndex.Type, row), (a, b) => a + b)] : values;
    })];

    private double[] RowOf(Weight table, LookupIndex index, int row) =>
        [.. weights[table.Name].Skip(IndexOf(index, row) * table.Columns).Take(table.Columns)];

    private static int IndexOf(LookupIndex index, int row) => index switch
    {
        LookupIndex.Id => Ids[row],
        LookupIndex.Type => Types[row],
        _ => Positions[row],
    };

    private void AddLookupGradient(double[][] gradient, LookupOp lookup)
    {
        for (int row = 0; row < gradient.Length; row++)
        {
            AddTo(lookup.Table, IndexOf(lookup.Index, row), gradient[row]);
            if (lookup.Folded is { } types)
            {
                AddTo(types, Types[row], gradient[row]);
            }
        }

        void AddTo(Weight table, int index, double[] values)
        {
            double[] target = Gradient(table.Name);
            for (int i = 0; i < values.Length; i++)
            {
                target[(index * table.Columns) + i] += values[i];
            }
        }
    }

    private static void ForEachOutput(LinearModule module, Action<string, int, int> visit)
    {
        int column = 0;
        foreach ((string name, int outputs) in module.FullNames.Zip(module.Outputs))
        {
            for (int output = 0; output < outputs; output++)
            {
                visit(name, output, column++);
            }
        }
    }

    private double[][] Linear(double[][] input, LinearModule module, bool hasBias)
    {
        double[][] result = [.. input.Select(_ => new double[module.Width])];
        ForEachOutput(module, (name, output, column) =>
        {
            for (int row = 0; row < input.Length; row++)
            {
                for (int k = 0; k < module.Inputs; k++)
                {
                    result[row][column] += input[row][k] * weights[name + ".weight"][(output * module.Inputs) + k];
                }
            }
        });
        return hasBias ? AddBias(result, module) : result;
    }

    private double[][] AddBias(double[][] input, LinearModule module)
    {
        double[][] result = Map(input, x => x);
        ForEachOutput(module, (name, output, column) => Array.ForEach(result, row => row[column] += weights[name + ".bias"][output]));
        return result;
    }

    private void AddBiasGradient(Value gradient, LinearModule module) => ForEachOutput(
        module,
        (name, output, column) => Gradient(name + ".bias")[output] += this[gradient].Sum(row => row[column]));

    private double[][] LinearGradient(LinearGradientOp op)
    {
        double[][] result = op.AddTo is { } first ? Map(this[first], x => x) : [.. this[op.Gradient].Select(_ => new double[op.Module.Inputs])];
        ForEachOutput(op.Module, (name, output, column) =>
        {
            for (int row = 0; row < result.Length; row++)
            {
                for (int k = 0; k < op.Module.Inputs; k++)
                {
                    result[row][k] += this[op.Gradient][row][column] * weights[name + ".weight"][(output * op.Module.Inputs) + k];
                }
            }
        });
        return result;
    }

    private double[][] Norm(double[][] input, NormModule module) => [.. input.Select(row =>
    {
        (double mean, double scale) = Moments(row, module);
        return row.Select((x, i) =>
            ((x - mean) * scale * weights[module.FullName + ".weight"][i]) + (module.HasBias ? weights[module.FullName + ".bias"][i] : 0)).ToArray();
    })];

    private static (double Mean, double Scale) Moments(double[] row, NormModule module)
    {
        double mean = module.IsRms ? 0 : row.Average();
        double variance = row.Average(x => (x - mean) * (x - mean));
        return (mean, 1 / Math.Sqrt(variance + double.Parse(module.Epsilon, CultureInfo.InvariantCulture)));
    }

    private double[][] NormGradient(double[][] input, double[][] gradients, NormModule module)
    {
        double[] weight = weights[module.FullName + ".weight"];
        double[] weightGradient = Gradient(module.FullName + ".weight");
        double[]? biasGradient = module.HasBias ? Gradient(module.FullName + ".bias") : null;
        return [.. input.Select((x, row) =>
        {
            double[] gradient = gradients[row];
            (double mean, double scale) = Moments(x, module);
            double[] normal = [.. x.Select(value => (value - mean) * scale)];
            double[] weighted = [.. gradient.Zip(weight, (g, w) => g * w)];
            for (int i = 0; i < x.Length; i++)
            {
                weightGradient[i] += gradient[i] * normal[i];
                if (biasGradient is not null)
                {
                    biasGradient[i] += gradient[i];
                }
            }

            double dot = weighted.Zip(normal, (a, b) => a * b).Average();
            return weighted.Select((value, i) => scale * (value - (module.IsRms ? 0 : weighted.Average()) - (normal[i] * dot))).ToArray();
        })];
    }

    /// <summary>The softmax of one query of a head over the keys of its sequence.</summary>
    private double[] Softmax(double[][] source, AttentionOp op, (int Start, int End) sequence, int piece, int head)
    {
        (int query, int keys, _) = Places(op, head);
        double[] scores = [.. Enumerable.Range(sequence.Start, sequence.End - sequence.Start).Select(key =>
            Enumerable.Range(0, op.HeadSize).Sum(i => source[piece][query + i] * source[key][keys + i]) / Math.Sqrt(op.HeadSize))];
        double largest = scores.Where((_, key) => IsSeen(op, piece, sequence.Start + key)).Max();
        double[] powers = [.. scores.Select((score, key) => IsSeen(op, piece, sequence.Start + key) ? Math.Exp(score - largest) : 0)];
        return [.. powers.Select(power => power / powers.Sum())];
    }

    /// <summary>Where a head's queries, keys and values begin in a row: several heads of queries may have the same keys and values.</summary>
    private static (int Query, int Key, int Value) Places(AttentionOp op, int head)
    {
        int shared = head / (op.HeadCount / op.KeyHeads);
        return (head * op.HeadSize, (op.HeadCount + shared) * op.HeadSize, (op.HeadCount + op.KeyHeads + shared) * op.HeadSize);
    }

    private static bool IsSeen(AttentionOp op, int piece, int key) => (op.Near == 0 || Math.Abs(piece - key) < op.Near) && (!op.IsCausal || key <= piece);

    private double[][] Attend(AttentionOp op)
    {
        double[][] source = op.Sources.Count == 1 ? this[op.Sources[0]] : [.. Enumerable.Range(0, Ids.Length).Select(row => op.Sources.SelectMany(value => this[value][row]).ToArray())];
        double[][] result = [.. Enumerable.Range(0, CountOf(op.Output.Rows)).Select(_ => new double[op.Output.Width])];
        ForEachHead(op, (sequence, row, piece, head) =>
        {
            double[] softmax = Softmax(source, op, sequence, piece, head);
            for (int j = 0; j < softmax.Length; j++)
            {
                double factor = softmax[j] * Mask(op.Dropout, op.Layer, (row * op.HeadCount) + head, j);
                for (int i = 0; i < op.HeadSize; i++)
                {
                    result[row][(head * op.HeadSize) + i] += factor * source[sequence.Start + j][Places(op, head).Value + i];
                }
            }
        });
        return result;
    }

    private double[][] AttentionGradient(AttentionGradientOp op)
    {
        AttentionOp attention = op.Attention;
        double[][] source = this[op.Source];
        double[][] result = [.. source.Select(row => new double[row.Length])];
        ForEachHead(attention, (sequence, row, piece, head) =>
        {
            (int first, int keys, int values) = Places(attention, head);
            double[] gradient = [.. this[op.Gradient][row].Skip(first).Take(attention.HeadSize)];
            double[] softmax = Softmax(source, attention, sequence, piece, head);
            double[] mask = [.. softmax.Select((_, j) => Mask(attention.Dropout, attention.Layer, (row * attention.HeadCount) + head, j))];
            double[] ofSoftmax = [.. softmax.Select((_, j) =>
                mask[j] * gradient.Select((g, i) => g * source[sequence.Start + j][values + i]).Sum())];
            double dot = softmax.Zip(ofSoftmax, (p, g) => p * g).Sum();
            for (int j = 0; j < softmax.Length; j++)
            {
                int key = sequence.Start + j;
                double score = softmax[j] * (ofSoftmax[j] - dot) / Math.Sqrt(attention.HeadSize);
                for (int i = 0; i < attention.HeadSize; i++)
                {
                    result[piece][first + i] += score * source[key][keys + i];
                    result[key][keys + i] += score * source[piece][first + i];
                    result[key][values + i] += softmax[j] * mask[j] * gradient[i];
                }
            }
        });
        return result;
    }

    private static void ForEachHead(AttentionOp op, Action<(int Start, int End), int, int, int> visit)
    {
        int[] pieces = PiecesOf(op.Output.Rows);
        for (int row = 0; row < pieces.Length; row++)
        {
            (int Start, int End) sequence = Sequences.Single(sequence => sequence.Start <= pieces[row] && pieces[row] < sequence.End);
            for (int head = 0; head < op.HeadCount; head++)
            {
                visit(sequence, row, pieces[row], head);
            }
        }
    }

    private double[][] Accumulate(AccumulateOp op)
    {
        double[][] term = op.Term.Value.Rows == op.Output.Rows ? this[op.Term.Value] : Rows(this[op.Term.Value], op.Output.Rows);
        double[][] scaled = Map(term, x => x * Factor(op.Term.Factor));
        return op.Sum is null ? scaled : Add(this[op.Sum], scaled);
    }

    private double[][] MixGradient(MixGradientOp op)
    {
        double[][] scaled = Map(this[op.Gradient], x => x * Factor(op.Factor));
        return op.Gradient.Rows != op.Output.Rows ? Scatter(scaled, op.Output.Width, this[op.AddTo!])
            : op.AddTo is null ? scaled
            : Add(this[op.AddTo], scaled);
    }

    private double Factor(MixFactor factor) => factor.Constant ?? (weights[MixWeights.Gamma][0] * Softmax()[factor.Layer]);

    private double[] Softmax()
    {
        double[] powers = [.. Enumerable.Range(0, layerCount).Select(layer => Math.Exp(weights[MixWeights.Parameter(layer)][0]))];
        return [.. powers.Select(power => power / powers.Sum())];
    }

    private static double[][] Drop(double[][] input, DropoutSite? site, LayerPlace? layer) =>
        [.. input.Select((values, row) => values.Select((x, column) => x * Mask(site, layer, row, column)).ToArray())];

    /// <summary>Some values are dropped, always the same of one place.</summary>
    private static double Mask(DropoutSite? site, LayerPlace? layer, int row, int column) =>
        site is null ? 1 : ((7 * (layer?.Number ?? 9)) + (5 * site.Number) + (3 * row) + column) % 4 == 0 ? 0 : 1 / 0.75;

    private static int CountOf(RowSpace space) => PiecesOf(space).Length;

    private static int[] PiecesOf(RowSpace space) => space switch
    {
        RowSpace.Selected => Wanted,
        RowSpace.Sequences => [.. Sequences.Select(sequence => sequence.Start)],
        _ => [.. Enumerable.Range(0, Ids.Length)],
    };

    private static double[][] Rows(double[][] input, RowSpace space) => [.. PiecesOf(space).Select(row => input[row].ToArray())];

    private static double[][] Scatter(double[][] rows, int width, double[][]? addTo, RowSpace space = RowSpace.Selected)
    {
        double[][] result = addTo is null ? [.. Ids.Select(_ => new double[width])] : Map(addTo, x => x);
        for (int i = 0; i < rows.Length; i++)
        {
            for (int column = 0; column < width; column++)
            {
                result[PiecesOf(space)[i]][column] += rows[i][column];
            }
        }

        return result;
    }

    private static double[][] Add(double[][] left, double[][] right) => Zip(left, right, (a, b) => a + b);

    private static double[][] Map(double[][] input, Func<double, double> map) => [.. input.Select(row => row.Select(map).ToArray())];

    private static double[][] Zip(double[][] left, double[][] right, Func<double, double, double> map) =>
        [.. left.Zip(right, (a, b) => a.Zip(b, map).ToArray())];
}
