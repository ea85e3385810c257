namespace TorchSharp
{
    public enum DeviceType
    {
        CPU = 0,
        CUDA = 1,
    }

    public enum RoundingMode
    {
        None,
    }

    public sealed class Scalar : IDisposable
    {
        internal Scalar()
        {
        }

        public static implicit operator Scalar(int value) => throw Missing.Library;

        public static implicit operator Scalar(float value) => throw Missing.Library;

        public void Dispose() => throw Missing.Library;
    }

    public static class ScalarExtensionMethods
    {
        public static float ToSingle(this torch.Tensor value) => throw Missing.Library;
    }

    public static class ModuleExtensionMethods
    {
        public static T to<T>(this T module, torch.ScalarType type, bool non_blocking = false)
            where T : torch.nn.Module => throw Missing.Library;
    }

    public sealed class DisposeScope : IDisposable
    {
        internal DisposeScope()
        {
        }

        public int DisposablesCount => throw Missing.Library;

        public void Dispose() => throw Missing.Library;
    }
}

namespace TorchSharp.Utils
{
    public class ComponentNameAttribute : Attribute
    {
        public string? Name { get; set; }
    }
}
