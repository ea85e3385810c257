namespace TorchSharp;

public static partial class torch
{
    public enum ScalarType : sbyte
    {
        Int32 = 3,
        Int64 = 4,
        Float16 = 5,
        Float32 = 6,
        BFloat16 = 15,
    }

    public class Tensor : IDisposable
    {
        internal Tensor()
        {
        }

        public static long TotalCount => throw Missing.Library;

        public Span<byte> bytes { get => throw Missing.Library; set => throw Missing.Library; }

        public Device device => throw Missing.Library;

        public ScalarType dtype => throw Missing.Library;

        public Tensor? grad { get => throw Missing.Library; set => throw Missing.Library; }

        public bool IsInvalid => throw Missing.Library;

        public bool requires_grad { get => throw Missing.Library; set => throw Missing.Library; }

        public long[] shape => throw Missing.Library;

        public Tensor add_(Tensor target) => throw Missing.Library;

        public Tensor add_(Tensor target, Scalar alpha) => throw Missing.Library;

        public Tensor addcmul_(Tensor tensor1, Tensor tensor2, Scalar value) => throw Missing.Library;

        public Tensor alias() => throw Missing.Library;

        public Tensor amax(params long[] dims) => throw Missing.Library;

        public void backward(IList<Tensor>? grad_tensors = null, bool retain_graph = false, bool create_graph = false, IList<Tensor>? inputs = null) => throw Missing.Library;

        public Tensor contiguous() => throw Missing.Library;

        public Tensor copy_(Tensor source, bool nonBlocking = false) => throw Missing.Library;

        public Tensor detach() => throw Missing.Library;

        public Tensor DetachFromDisposeScope() => throw Missing.Library;

        public void Dispose() => throw Missing.Library;

        public Tensor div(Tensor target, RoundingMode rounding_mode = RoundingMode.None) => throw Missing.Library;

        public Tensor eq(Scalar target) => throw Missing.Library;

        public Tensor fill_(Scalar value) => throw Missing.Library;

        public Tensor gelu() => throw Missing.Library;

        public Tensor gelu(Modules.GELU.Approximate approximate) => throw Missing.Library;

        public Tensor gelu_() => throw Missing.Library;

        public Tensor gelu_(Modules.GELU.Approximate approximate) => throw Missing.Library;

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => throw Missing.Library;

        public Tensor index_select(long dim, Tensor index) => throw Missing.Library;

        public Tensor mean() => throw Missing.Library;

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => throw Missing.Library;

        public Tensor MoveToOuterDisposeScope() => throw Missing.Library;

        public Tensor mul(Scalar target) => throw Missing.Library;

        public Tensor mul(Tensor target) => throw Missing.Library;

        public Tensor mul_(Scalar target) => throw Missing.Library;

        public Tensor narrow(long dim, long start, long length) => throw Missing.Library;

        public long numel() => throw Missing.Library;

        public Tensor permute(params long[] permutation) => throw Missing.Library;

        public Tensor pin_memory() => throw Missing.Library;

        public Tensor relu() => throw Missing.Library;

        public Tensor relu_() => throw Missing.Library;

        public Tensor reshape(params long[] shape) => throw Missing.Library;

        public Tensor select(long dim, long index) => throw Missing.Library;

        public Tensor silu() => throw Missing.Library;

        public Tensor silu_() => throw Missing.Library;

        public long size(int dim) => throw Missing.Library;

        public Tensor softmax(long dim, ScalarType? dtype = null) => throw Missing.Library;

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => throw Missing.Library;

        public Tensor tanh() => throw Missing.Library;

        public Tensor tanh_() => throw Missing.Library;

        public Tensor to(ScalarType type, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => throw Missing.Library;

        public Tensor to(ScalarType type, Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => throw Missing.Library;

        public Tensor to(Device device, bool copy = false, bool disposeAfter = false, bool non_blocking = false) => throw Missing.Library;

        public Tensor transpose(long dim0, long dim1) => throw Missing.Library;

        public Tensor view(params long[] shape) => throw Missing.Library;
    }
}
