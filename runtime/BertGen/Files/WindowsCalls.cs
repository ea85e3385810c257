using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace BertGen.Files;

/// <summary>Calls of Windows whose errors .NET does not tell.</summary>
internal static partial class WindowsCalls
{
    [LibraryImport("kernel32", EntryPoint = "FlushFileBuffers", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    public static partial bool Flush(SafeFileHandle file);
}
