namespace BertGen.AspNetCore.Tests.Soak;

/// <summary>The memory of the process, clients included, whenever a server has ended.</summary>
internal sealed class MemoryTrack
{
    private const double MostGrowth = 1.2;
    private const long Megabyte = 1 << 20;

    private readonly List<(long Live, long Resident)> _looks = [];

    /// <summary>Looks at it.</summary>
    public void Look()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        _looks.Add((GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet));
    }

    /// <summary>The last look is no larger than the first, but for a fifth.</summary>
    public void CheckFlat()
    {
        Assert.True(_looks[^1].Live <= MostGrowth * _looks[0].Live, $"{this} at the end, {_looks[0].Live / Megabyte} MB live at first");
        Assert.True(_looks[^1].Resident <= MostGrowth * _looks[0].Resident, $"{this} at the end, {_looks[0].Resident / Megabyte} MB resident at first");
    }

    public override string ToString() => $"{_looks[^1].Live / Megabyte} MB live, {_looks[^1].Resident / Megabyte} MB resident";
}
