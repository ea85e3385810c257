using BertGen.Engine;
using TorchSharp;
using static TorchSharp.torch.nn;

namespace BertGen.Torch;

/// <summary>
/// The operations of a compiled class, on matrices with one row a piece. What they return is new, but for those that say
/// otherwise; what they read stays the caller's to dispose.
/// </summary>
public static class TorchOps
{
    // TorchSharp wraps numbers itself where it is given none, and may release such a one while libtorch still reads it.
    private static readonly Scalar One = 1;

    /// <summary>Makes constants of the weights of a module.</summary>
    /// <param name="module">The module.</param>
    public static void Freeze(torch.nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        foreach (torch.Tensor parameter in module.parameters())
        {
            parameter.requires_grad = false;
        }
    }

    /// <summary>Adds to a value in place.</summary>
    /// <param name="left">The value, which becomes the sum.</param>
    /// <param name="right">What is added.</param>
    /// <returns><paramref name="left"/>.</returns>
    public static torch.Tensor Add(torch.Tensor left, torch.Tensor right) => TorchTrace.Look(left.add_(right, One), "a sum", null);

    /// <summary>LayerNorm of every row.</summary>
    /// <param name="input">[rows, width].</param>
    /// <param name="norm">Its weights.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <returns>[rows, width].</returns>
    public static torch.Tensor Norm(torch.Tensor input, NormModule norm, double epsilon) =>
        TorchTrace.Look(norm.Normalize(input, epsilon), "the LayerNorm", norm.StateName);

    /// <summary>Norms of each head of queries and of keys by itself.</summary>
    /// <param name="joined">Heads of queries, of keys and of values side by side, [rows, ...].</param>
    /// <param name="query">The norm of queries.</param>
    /// <param name="heads">Heads of queries.</param>
    /// <param name="key">The norm of keys.</param>
    /// <param name="keyHeads">Heads of keys.</param>
    /// <param name="epsilon">What the norms add to the mean of the squares.</param>
    /// <returns>[rows, ...].</returns>
    public static torch.Tensor NormHeads(torch.Tensor joined, NormModule query, int heads, NormModule key, int keyHeads, double epsilon)
    {
        long rows = joined.size(0), size = query.Weight.size(0), behind = (heads + keyHeads) * size;
        using torch.Tensor normedQueries = Part(0, heads, query);
        using torch.Tensor normedKeys = Part(heads * size, keyHeads, key);
        using torch.Tensor values = joined.narrow(-1, behind, joined.size(-1) - behind);
        return TorchTrace.Look(torch.cat([normedQueries, normedKeys, values], -1), "the norms of the heads", query.StateName);

        torch.Tensor Part(long start, int count, NormModule norm)
        {
            using torch.Tensor own = joined.narrow(-1, start, count * size);
            using torch.Tensor byHead = own.reshape(rows, count, size);
            using torch.Tensor normed = norm.Normalize(byHead, epsilon);
            return normed.view(rows, count * size);
        }
    }

    /// <summary>A product with bias and activation.</summary>
    /// <param name="input">[rows, inputs].</param>
    /// <param name="linear">The weights.</param>
    /// <param name="activation">The activation.</param>
    /// <returns>[rows, outputs].</returns>
    public static torch.Tensor Linear(torch.Tensor input, ProductModule linear, Activation activation = Activation.None)
    {
        torch.Tensor product = linear.Product(input);
        return TorchTrace.Look(activation == Activation.None ? product : Activate(product, activation), "the product with", linear.StateName);
    }

    /// <summary>A product without its bias.</summary>
    /// <param name="input">[rows, inputs].</param>
    /// <param name="linear">The weights.</param>
    /// <returns>[rows, outputs].</returns>
    public static torch.Tensor Product(torch.Tensor input, ProductModule linear) =>
        TorchTrace.Look(linear.Multiply(input), "the product with", linear.StateName);

    /// <summary>Adds the bias of a product, in place.</summary>
    /// <param name="product">[rows, outputs], which becomes the sum.</param>
    /// <param name="linear">Has the bias.</param>
    /// <returns><paramref name="product"/>.</returns>
    public static torch.Tensor AddBias(torch.Tensor product, ProductModule linear)
    {
        using torch.Tensor bias = linear.CopyBias();
        return TorchTrace.Look(product.add_(bias, One), "the bias of", linear.StateName);
    }

    /// <summary>Columns side by side.</summary>
    /// <param name="parts">Each [rows, columns].</param>
    /// <returns>[rows, all columns].</returns>
    public static torch.Tensor Join(params torch.Tensor[] parts) => torch.cat(parts, 1);

    /// <summary>The rows that the result needs.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="rows">All rows, or those that the result needs.</param>
    /// <returns>[wanted rows, width].</returns>
    public static torch.Tensor Select(TorchBatch batch, torch.Tensor rows) => Wanted(batch, rows);

    /// <summary>A product with bias, added to the residual and normalised.</summary>
    /// <param name="input">[rows, inputs].</param>
    /// <param name="linear">The weights.</param>
    /// <param name="residual">[rows, outputs].</param>
    /// <param name="norm">The LayerNorm.</param>
    /// <param name="epsilon">What is added to the variance.</param>
    /// <param name="dropout">Probability that a value of the product is dropped; 0 outside of training.</param>
    /// <returns>[rows, outputs].</returns>
    public static torch.Tensor LinearAddNorm(
        torch.Tensor input, ProductModule linear, torch.Tensor residual, NormModule norm, double epsilon, double dropout = 0)
    {
        using torch.Tensor sum = Dropout(linear.Product(input), dropout);
        TorchTrace.Look(sum.add_(residual, One), "the sum of the residual and the product with", linear.StateName);
        return TorchTrace.Look(norm.Normalize(sum, epsilon), "the LayerNorm", norm.StateName);
    }

    /// <summary>A product, added to the residual.</summary>
    /// <param name="input">[rows, inputs].</param>
    /// <param name="linear">The weights.</param>
    /// <param name="residual">[rows, outputs].</param>
    /// <param name="dropout">Probability that a value of the product is dropped; 0 outside of training.</param>
    /// <returns>[rows, outputs].</returns>
    public static torch.Tensor LinearAdd(torch.Tensor input, ProductModule linear, torch.Tensor residual, double dropout = 0)
    {
        torch.Tensor sum = Dropout(linear.Product(input), dropout);
        return TorchTrace.Look(sum.add_(residual, One), "the sum of the residual and the product with", linear.StateName);
    }

    /// <summary>An activation of one half of every row, multiplied with the other half.</summary>
    /// <param name="input">[rows, 2 * width].</param>
    /// <param name="activation">The activation.</param>
    /// <param name="second">Whether it is of the second half, and not of the first.</param>
    /// <param name="dropout">Probability that a value is dropped; 0 outside of training.</param>
    /// <returns>[rows, width].</returns>
    public static torch.Tensor Gate(torch.Tensor input, Activation activation, bool second = false, double dropout = 0)
    {
        long width = input.size(-1) / 2;
        using torch.Tensor half = input.narrow(-1, second ? width : 0, width);
        using torch.Tensor gate = input.narrow(-1, second ? 0 : width, width);
        using torch.Tensor active = TorchActivation.Of(activation).Function(half);
        return TorchTrace.Look(Dropout(active.mul(gate), dropout), "the gate behind the last product before it", null);
    }

    /// <summary>Drops values at random, and scales the others up.</summary>
    /// <param name="value">The value; it is disposed where another one takes its place.</param>
    /// <param name="probability">Probability that a value is dropped; 0 outside of training.</param>
    /// <returns>The rest.</returns>
    public static torch.Tensor Dropout(torch.Tensor value, double probability)
    {
        if (probability == 0)
        {
            return value;
        }

        using (value)
        {
            return functional.dropout(value, probability);
        }
    }

    /// <summary>Begins a mix with a constant factor.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="layer">Output of the layer: all rows, or those that the result needs.</param>
    /// <param name="factor">Its factor.</param>
    /// <returns>factor * layer.</returns>
    public static torch.Tensor Mix(TorchBatch batch, torch.Tensor layer, float factor)
    {
        using torch.Tensor wanted = Wanted(batch, layer);
        using Scalar scalar = factor;
        return TorchTrace.Look(wanted.mul(scalar), "the scalar mix", null);
    }

    /// <summary>Adds a layer to a mix, in place, with a constant factor.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="sum">The mix, which becomes the sum.</param>
    /// <param name="layer">Output of the layer: all rows, or those that the result needs.</param>
    /// <param name="factor">Its factor.</param>
    /// <returns><paramref name="sum"/>.</returns>
    public static torch.Tensor Mix(TorchBatch batch, torch.Tensor sum, torch.Tensor layer, float factor)
    {
        using torch.Tensor wanted = Wanted(batch, layer);
        using Scalar scalar = factor;
        return TorchTrace.Look(sum.add_(wanted, scalar), "the scalar mix", null);
    }

    /// <summary>Begins a mix with a learned factor.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="layer">Output of the layer: all rows, or those that the result needs.</param>
    /// <param name="factors">The factors of all layers.</param>
    /// <param name="index">Which of them is the layer's.</param>
    /// <returns>factor * layer.</returns>
    public static torch.Tensor Mix(TorchBatch batch, torch.Tensor layer, torch.Tensor factors, int index)
    {
        using torch.Tensor wanted = Wanted(batch, layer);
        using torch.Tensor factor = factors.narrow(0, index, 1);
        return TorchTrace.Look(wanted.mul(factor), "the scalar mix", null);
    }

    /// <summary>Adds a layer to a mix, in place, with a learned factor.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="sum">The mix, which becomes the sum.</param>
    /// <param name="layer">Output of the layer: all rows, or those that the result needs.</param>
    /// <param name="factors">The factors of all layers.</param>
    /// <param name="index">Which of them is the layer's.</param>
    /// <returns><paramref name="sum"/>.</returns>
    public static torch.Tensor Mix(TorchBatch batch, torch.Tensor sum, torch.Tensor layer, torch.Tensor factors, int index)
    {
        using torch.Tensor wanted = Wanted(batch, layer);
        using torch.Tensor factor = factors.narrow(0, index, 1);
        return TorchTrace.Look(sum.addcmul_(wanted, factor, One), "the scalar mix", null);
    }

    // A layer below the last one has all rows.
    private static torch.Tensor Wanted(TorchBatch batch, torch.Tensor layer)
    {
        torch.Tensor wanted = layer.alias();
        if (layer.size(0) != batch.WantedCount)
        {
            batch.Narrow(ref wanted);
        }

        return wanted;
    }

    /// <summary>Applies an activation: in place, unless a backward pass needs what was there; what was there is disposed.</summary>
    /// <param name="product">[rows, width].</param>
    /// <param name="activation">The activation.</param>
    /// <returns>[rows, width].</returns>
    public static torch.Tensor Activate(torch.Tensor product, Activation activation)
    {
        TorchActivation applied = TorchActivation.Of(activation);
        if (!product.requires_grad && applied.InPlace is { } inPlace)
        {
            return inPlace(product);
        }

        using (product)
        {
            return applied.Function(product);
        }
    }
}
