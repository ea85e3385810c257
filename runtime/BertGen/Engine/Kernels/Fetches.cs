namespace BertGen.Engine.Kernels;

/// <summary>How many cache lines of the next panel a round of a product's loop fetches, as a type.</summary>
internal interface IFetch
{
    static abstract int Lines { get; }

    /// <summary>Whether as many of the panel behind it, where a tile spans two.</summary>
    static virtual bool IsOfBothPanels => true;
}

/// <summary>None: the next panel is near.</summary>
internal readonly struct FetchNone : IFetch
{
    public static int Lines => 0;
}

/// <summary>An eighth of what the round works on: eight tiles fetch a panel. The fewer lines are under way at a time, the less the loads of the tile wait.</summary>
internal readonly struct FetchEighth : IFetch
{
    public static int Lines => 1;
}

/// <summary>A quarter of what the round works on: four tiles fetch a panel.</summary>
internal readonly struct FetchQuarter : IFetch
{
    public static int Lines => 2;
}

/// <summary>Half of it, for two and three tiles.</summary>
internal readonly struct FetchHalf : IFetch
{
    public static int Lines => 4;
}

/// <summary>All of it, for a single tile.</summary>
internal readonly struct FetchWhole : IFetch
{
    public static int Lines => 8;
}

/// <summary>Four lines in a row of something else.</summary>
internal readonly struct FetchOther : IFetch
{
    public static int Lines => 4;

    public static bool IsOfBothPanels => false;
}
