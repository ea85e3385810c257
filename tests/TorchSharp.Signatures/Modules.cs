using System.Collections;

namespace TorchSharp.Modules;

public class Parameter : torch.Tensor
{
    public Parameter(torch.Tensor data, bool requires_grad = true) => throw Missing.Library;
}

public class ParameterList : torch.nn.Module, IReadOnlyList<Parameter>
{
    public ParameterList(params Parameter[] parameters)
        : base(nameof(ParameterList))
    {
    }

    public int Count => throw Missing.Library;

    public Parameter this[int index] => throw Missing.Library;

    public IEnumerator<Parameter> GetEnumerator() => throw Missing.Library;

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

public class ModuleList<T> : torch.nn.Module
    where T : torch.nn.Module
{
    public ModuleList(params T[] modules)
        : base(nameof(ModuleList<>))
    {
    }

    public T this[int index] => throw Missing.Library;
}

public sealed class GELU : torch.nn.Module
{
    internal GELU()
        : base(nameof(GELU))
    {
    }

    public enum Approximate
    {
        none,
        tanh,
    }
}

public class AdamW : IDisposable
{
    internal AdamW()
    {
    }

    public void Dispose() => throw Missing.Library;

    public torch.Tensor step(Func<torch.Tensor>? closure = null) => throw Missing.Library;

    public void zero_grad(bool set_to_none = true) => throw Missing.Library;
}
