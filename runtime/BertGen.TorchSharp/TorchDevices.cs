using TorchSharp;

namespace BertGen.Torch;

/// <summary>Finds the device that a class was compiled for.</summary>
internal static class TorchDevices
{
    /// <exception cref="TorchDeviceException">There is no such device.</exception>
    public static torch.Device Find(BertDevice device, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        if (device == BertDevice.Cpu)
        {
            return index == 0 ? Cpu() : throw new TorchDeviceException($"CPU {index} was asked for; to libtorch all processors are one device, 0.");
        }

        int count = CountCuda();
        return index < count
            ? new torch.Device(DeviceType.CUDA, index)
            : throw new TorchDeviceException(
                $"CUDA device {index} was asked for; found {Found(count)}. "
                + (count == 0 ? "Check the driver (nvidia-smi), and that the project references TorchSharp-cuda-linux or TorchSharp-cuda-windows; for the CPU, compile with Device = BertDevice.Cpu." : "Pass another index to Load."));
    }

    private static torch.Device Cpu() => Native(() =>
    {
        torch.InitializeDeviceType(DeviceType.CPU);
        return new torch.Device(DeviceType.CPU);
    });

    private static int CountCuda() => Native(() => torch.cuda.is_available() ? torch.cuda.device_count() : 0);

    private static string Found(int count) => count switch
    {
        0 => $"no CUDA device (libtorch {torch.__version__})",
        1 => "one CUDA device, 0",
        _ => $"{count} CUDA devices, 0 to {count - 1}",
    };

    private static T Native<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (e is NotSupportedException or DllNotFoundException or TypeInitializationException)
        {
            throw new TorchDeviceException(
                "The native libraries of TorchSharp were not found: reference TorchSharp-cpu, TorchSharp-cuda-linux or TorchSharp-cuda-windows.", e);
        }
    }
}
