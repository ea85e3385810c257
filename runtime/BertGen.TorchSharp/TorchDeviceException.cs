namespace BertGen.Torch;

/// <summary>The device that a class was compiled for is not here. The message says what was found.</summary>
public sealed class TorchDeviceException : Exception
{
    internal TorchDeviceException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
