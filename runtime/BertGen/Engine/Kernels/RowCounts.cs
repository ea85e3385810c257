namespace BertGen.Engine.Kernels;

/// <summary>The number of rows of a register tile, as a type: the JIT drops the rows that are not there.</summary>
internal interface IRowCount
{
    static abstract int Count { get; }
}

/// <summary>The lower half of a tile that has none.</summary>
internal readonly struct Rows0 : IRowCount
{
    public static int Count => 0;
}

internal readonly struct Rows1 : IRowCount
{
    public static int Count => 1;
}

internal readonly struct Rows2 : IRowCount
{
    public static int Count => 2;
}

internal readonly struct Rows3 : IRowCount
{
    public static int Count => 3;
}

internal readonly struct Rows4 : IRowCount
{
    public static int Count => 4;
}

internal readonly struct Rows5 : IRowCount
{
    public static int Count => 5;
}

internal readonly struct Rows6 : IRowCount
{
    public static int Count => 6;
}
