using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using BertGen.Torch;
using TorchSharp;
using TorchSharp.Modules;

namespace BertGen.Parity;

/// <summary>Training steps of a class for TorchSharp, as the tests ask for them.</summary>
public static class TorchSteps
{
    /// <summary>Names of the parameters that are trained.</summary>
    public static IReadOnlyCollection<string> TrainedNames(torch.nn.Module module) =>
        [.. module.named_parameters().Where(entry => entry.parameter.requires_grad).Select(entry => entry.name)];

    /// <summary>The gradient of a parameter.</summary>
    public static float[] Gradient(torch.nn.Module module, string name)
    {
        Parameter parameter = module.named_parameters().Single(entry => entry.name == name).parameter;
        return Values(parameter.grad!);
    }

    /// <summary>A step, forward and backward.</summary>
    public static Tensor<float> Train(
        torch.nn.Module<torch.Tensor, torch.Tensor?, torch.Tensor?, torch.Tensor> module,
        ReadOnlyTensorSpan<int> inputIds,
        ReadOnlyTensorSpan<int> offsets,
        ReadOnlyTensorSpan<int> tokenTypeIds,
        ReadOnlySpan<float> cotangent)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor output = module.forward(Of(inputIds)!, Of(offsets), Of(tokenTypeIds));
        output.backward([Of(cotangent, output.shape).to(output.device)]);
        return Tensor.Create(Values(output), [.. output.shape.Select(length => (nint)length)]);
    }

    /// <summary>A step of a call that takes ids, types and a mask, forward and backward.</summary>
    public static Tensor<float> Train(
        Func<torch.Tensor, torch.Tensor?, torch.Tensor?, torch.Tensor> call,
        ReadOnlyTensorSpan<int> inputIds,
        ReadOnlyTensorSpan<int> tokenTypeIds,
        ReadOnlyTensorSpan<int> attentionMask,
        ReadOnlySpan<float> cotangent)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor output = call(Of(inputIds)!, Of(tokenTypeIds), Of(attentionMask));
        output.backward([Of(cotangent, output.shape).to(output.device)]);
        return Tensor.Create(Values(output), [.. output.shape.Select(length => (nint)length)]);
    }

    /// <summary>The product of a pooler, which is a module of its own or the only one in it.</summary>
    public static LinearModule Dense(torch.nn.Module pooler) => pooler as LinearModule ?? (LinearModule)pooler.children().Single();

    /// <summary>A step of the pooler; returns the gradient of the vectors.</summary>
    public static Tensor<float> TrainPool(LinearModule dense, ReadOnlyTensorSpan<float> tokens, ReadOnlySpan<float> cotangent)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        float[] values = new float[tokens.FlattenedLength];
        tokens.FlattenTo(values);
        torch.Tensor given = Of(values, [.. tokens.Lengths.ToArray().Select(length => (long)length)]).to(dense.Weight.device);
        given.requires_grad = true;
        torch.Tensor first = given.reshape(-1, tokens.Lengths[^2], tokens.Lengths[^1]).select(1, 0);
        torch.Tensor pooled = dense.Product(first).tanh();
        pooled.backward([Of(cotangent, pooled.shape).to(pooled.device)]);
        return Tensor.Create(Values(given.grad!), tokens.Lengths);
    }

    private static torch.Tensor? Of(ReadOnlyTensorSpan<int> tensor)
    {
        if (tensor.Rank == 0)
        {
            return null;
        }

        int[] values = new int[tensor.FlattenedLength];
        tensor.FlattenTo(values);
        torch.Tensor result = torch.empty([.. tensor.Lengths.ToArray().Select(length => (long)length)], torch.ScalarType.Int32);
        values.CopyTo(MemoryMarshal.Cast<byte, int>(result.bytes));
        return result;
    }

    private static torch.Tensor Of(ReadOnlySpan<float> values, long[] shape)
    {
        torch.Tensor result = torch.empty(shape, torch.ScalarType.Float32);
        values.CopyTo(MemoryMarshal.Cast<byte, float>(result.bytes));
        return result;
    }

    private static float[] Values(torch.Tensor tensor)
    {
        using torch.Tensor detached = tensor.detach();
        using torch.Tensor host = detached.to(torch.CPU);
        using torch.Tensor dense = host.contiguous();
        return MemoryMarshal.Cast<byte, float>(dense.bytes).ToArray();
    }
}
