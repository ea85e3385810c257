namespace BertGen.Fuzz;

/// <summary>Holds one input to what every input must keep: no other exception than the typed one (the reader's own matter), and bounded memory.</summary>
internal static class Trial
{
    // The inputs are some kilobytes. Archives may unpack to 64 MiB, whatever their size, and a buffer that grows to that was copied once.
    private const long MostAllocated = 256 << 20;

    public static void Run(Action<byte[]> read, byte[] input)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            read(input);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.GetType().Name} on the input {Convert.ToBase64String(input.AsSpan(0, Math.Min(input.Length, 4096)))}", e);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < MostAllocated, $"{allocated} bytes were allocated for an input of {input.Length} bytes: {Convert.ToBase64String(input.AsSpan(0, Math.Min(input.Length, 4096)))}");
    }
}
