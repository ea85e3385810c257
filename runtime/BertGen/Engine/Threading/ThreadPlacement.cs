using System.Runtime.InteropServices;

namespace BertGen.Engine.Threading;

/// <summary>On which processor a thread runs: the one that makes this.</summary>
internal sealed unsafe partial class ThreadPlacement
{
    /// <summary>A set of 1024 processors, as cpu_set_t is; with more, Linux refuses it and nothing is moved.</summary>
    private const int SetWords = 16;

    private const int BitsPerWord = 64;

    private readonly ulong[] _own = new ulong[SetWords];
    private readonly bool _isKnown;

    public ThreadPlacement() => _isKnown = OperatingSystem.IsLinux() && TryGet(_own);

    /// <summary>
    /// Moves the thread to another of its processors if it runs on this one. A thread that is woken often runs where the one runs
    /// that has woken it, until Linux balances its load, which takes longer than a short text; two lanes of a call then do the work of one.
    /// </summary>
    /// <param name="processor">The processor that it leaves. It may come back to it later.</param>
    /// <returns>Whether Linux has moved it.</returns>
    public bool Leave(int processor)
    {
        if (!_isKnown || (uint)processor >= SetWords * BitsPerWord || Thread.GetCurrentProcessorId() != processor)
        {
            return false;
        }

        // Linux remembers what a thread asks for. Where its processors were changed from outside, as those of a container may be at any
        // time, the thread asks for nothing: what it has for a while it would have for ever.
        Span<ulong> processors = stackalloc ulong[SetWords];
        if (!TryGet(processors) || !processors.SequenceEqual(_own))
        {
            return false;
        }

        processors[processor / BitsPerWord] &= ~(1UL << (processor % BitsPerWord));
        bool isBound = !processors.ContainsAnyExcept(0UL);
        if (isBound || !TrySet(processors))
        {
            return false;
        }

        TrySet(_own);
        return true;
    }

    private static bool TryGet(Span<ulong> processors)
    {
        fixed (ulong* first = processors)
        {
            return GetAffinity(0, SetWords * sizeof(ulong), first) == 0;
        }
    }

    private static bool TrySet(ReadOnlySpan<ulong> processors)
    {
        fixed (ulong* first = processors)
        {
            return SetAffinity(0, SetWords * sizeof(ulong), first) == 0;
        }
    }

    [LibraryImport("libc", EntryPoint = "sched_getaffinity")]
    private static partial int GetAffinity(int thread, nuint bytes, ulong* processors);

    [LibraryImport("libc", EntryPoint = "sched_setaffinity")]
    private static partial int SetAffinity(int thread, nuint bytes, ulong* processors);
}
