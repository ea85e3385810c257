namespace BertGen.Engine.Kernels.Integer;

/// <summary>
/// The weights of a product in 8 bits: rotated and rounded in blocks of inputs, in panels of 16 columns. Value (k, j) of a panel is at
/// <c>(k / 4 * 16 + j) * 4 + k % 4</c>: four inputs of a column side by side.
/// </summary>
internal readonly unsafe struct IntegerPanels
{
    /// <summary>Values of a panel, [blocked inputs / 4, 16, 4].</summary>
    private readonly sbyte* _values;

    /// <summary>For each panel and block: where the 16 sums begin, then the 16 scales.</summary>
    private readonly int* _columns;

    /// <summary>For each panel and block the largest sum of squares, see <see cref="Squares"/>.</summary>
    private readonly int* _squares;

    /// <param name="memory">All of it, <see cref="BytesOf"/>.</param>
    /// <param name="inputs">Rows of W.</param>
    /// <param name="panels">Panels of 16 columns.</param>
    public IntegerPanels(void* memory, int inputs, int panels)
    {
        Blocks = new InputBlocks(inputs);
        _values = (sbyte*)memory;
        _columns = (int*)(_values + ((nint)panels * Blocks.Length * Width));
        _squares = _columns + ((nint)panels * Blocks.Count * 2 * Width);
    }

    /// <summary>Columns of a panel.</summary>
    public const int Width = PackedMatrix.PanelWidth;

    /// <summary>Bytes of a panel for four inputs.</summary>
    public const int GroupBytes = 4 * Width;

    public bool IsNull => _values == null;

    /// <summary>How the inputs are cut into blocks.</summary>
    public InputBlocks Blocks { get; }

    public sbyte* Panel(int panel) => _values + ((nint)panel * Blocks.Length * Width);

    /// <summary>
    /// What the 16 sums of a block begin with: 64 times the sum of the column's weights, taken away, since the inputs are stored around 64.
    /// </summary>
    public int* Starts(int panel, int block) => _columns + ((((nint)panel * Blocks.Count) + block) * 2 * Width);

    /// <summary>What the 16 columns of a block are multiplied with.</summary>
    public float* Scales(int panel, int block) => (float*)(Starts(panel, block) + Width);

    /// <summary>
    /// For each block the largest sum of squares of eight weights of a column which one lane multiplies: of the first and second, or of
    /// the third and fourth, of four times four neighbours.
    /// </summary>
    public int* Squares(int panel) => _squares + ((nint)panel * Blocks.Count);

    /// <summary>Makes a panel zero: one that has fewer columns than are computed.</summary>
    public void Clear(int panel)
    {
        new Span<sbyte>(Panel(panel), Blocks.Length * Width).Clear();
        new Span<int>(Starts(panel, 0), Blocks.Count * 2 * Width).Clear();
        new Span<int>(Squares(panel), Blocks.Count).Clear();
    }

    /// <summary>Bytes of the weights with their scales.</summary>
    public static nint BytesOf(int inputs, int panels)
    {
        var blocks = new InputBlocks(inputs);
        return (nint)panels * ((Width * (blocks.Length + (blocks.Count * 2 * sizeof(int)))) + (blocks.Count * sizeof(int)));
    }
}
