using System.Runtime.InteropServices;

namespace BertGen.Engine;

/// <summary>Native memory that kernels read and write.</summary>
/// <remarks>
/// A tile of a product touches a page for each of its rows, and a long text has more pages than a processor remembers: large blocks ask
/// Linux for pages of 2 MiB, which most distributions give only to those who ask. Elsewhere, and where it refuses, pages are as ever.
/// </remarks>
internal static unsafe partial class KernelMemory
{
    private const int LineBytes = 64;

    private const int PageBytes = 4096;

    /// <summary>Smaller blocks begin at a cache line: there are many of them.</summary>
    private const int LeastPagedBytes = 16 * PageBytes;

    private const int HugePageBytes = 2 * 1024 * 1024;

    /// <summary>Of smaller blocks, too much would lie before the first huge page and behind the last.</summary>
    private const int LeastHugeBytes = 2 * HugePageBytes;

    /// <summary>MADV_HUGEPAGE of Linux's mman.h.</summary>
    private const int HugePageAdvice = 14;

    /// <summary>Memory that begins at a cache line, and where it is larger at a page; not cleared. Freed with <see cref="Free"/>.</summary>
    /// <param name="count">Floats.</param>
    /// <exception cref="OutOfMemoryException">There is not as much.</exception>
    public static float* Allocate(nint count)
    {
        nuint bytes = checked((nuint)count * sizeof(float));
        bool isHuge = bytes >= LeastHugeBytes;
        int alignment = isHuge ? HugePageBytes : bytes >= LeastPagedBytes ? PageBytes : LineBytes;
        void* memory = NativeMemory.AlignedAlloc(Math.Max(bytes, 1), (nuint)alignment);
        if (isHuge)
        {
            AskForHugePages(memory, bytes);
        }

        return (float*)memory;
    }

    /// <summary>Asks for huge pages in memory that something else has allocated; a refusal costs time and nothing else.</summary>
    public static void AskForHugePages(void* memory, nuint bytes)
    {
        // Whole ones only: nothing takes more memory than it has asked for.
        nuint start = ((nuint)memory + HugePageBytes - 1) / HugePageBytes * HugePageBytes;
        nuint end = ((nuint)memory + bytes) / HugePageBytes * HugePageBytes;
        if (OperatingSystem.IsLinux() && end > start)
        {
            _ = Advise((void*)start, end - start, HugePageAdvice);
        }
    }

    public static void Free(float* memory) => NativeMemory.AlignedFree(memory);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);
}
