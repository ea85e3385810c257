namespace TorchSharp;

public static partial class torch
{
    public static Device CPU => throw Missing.Library;

    public static string __version__ => throw Missing.Library;

    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => throw Missing.Library;

    public static Tensor cat(Tensor[] tensors, long dim = 0) => throw Missing.Library;

    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => throw Missing.Library;

    public static Tensor empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => throw Missing.Library;

    public static IDisposable inference_mode(bool mode = true) => throw Missing.Library;

    public static void InitializeDeviceType(DeviceType deviceType) => throw Missing.Library;

    public static bool is_grad_enabled() => throw Missing.Library;

    public static DisposeScope NewDisposeScope() => throw Missing.Library;

    public static IDisposable no_grad() => throw Missing.Library;

    public static Tensor zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) => throw Missing.Library;

    public class Device
    {
        public Device(DeviceType type, int index = -1) => throw Missing.Library;

        public int index => throw Missing.Library;

        public DeviceType type => throw Missing.Library;
    }

    public static class backends
    {
        public static class cuda
        {
            public static class matmul
            {
                public static bool allow_tf32 { get => throw Missing.Library; set => throw Missing.Library; }
            }
        }
    }

    public static class cuda
    {
        public static int device_count() => throw Missing.Library;

        public static bool is_available() => throw Missing.Library;

        public static void synchronize(Device? device = null) => throw Missing.Library;
    }

    public static class optim
    {
        public static Modules.AdamW AdamW(
            IEnumerable<Modules.Parameter> parameters,
            double lr = 1e-3,
            double beta1 = 0.9,
            double beta2 = 0.999,
            double eps = 1e-8,
            double weight_decay = 0,
            bool amsgrad = false,
            bool maximize = false) => throw Missing.Library;
    }
}
