using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace BertGen.Engine.Kernels;

/// <summary>Rows laid side by side, so that a kernel reads one stream instead of one a row.</summary>
internal static unsafe class RowPacking
{
    /// <summary>Packs the rows of a product tile after tile, each tile as [k, rows of the tile].</summary>
    /// <param name="a">The rows, [rows, k].</param>
    /// <param name="lda">Floats from one row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="k">Values in a row.</param>
    /// <param name="packed">Where they go, rows * k floats.</param>
    /// <param name="maxHeight">Rows of the largest tile.</param>
    public static void PackTiles(float* a, nint lda, int rows, int k, float* packed, int maxHeight)
        => PackSomeTiles(a, lda, rows, RowTiles.Count(rows, maxHeight), k, packed);

    /// <summary>The same for rows that are some of the tiles of a cut.</summary>
    /// <param name="a">The rows, [rows, k].</param>
    /// <param name="lda">Floats from one row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="tiles">Number of tiles.</param>
    /// <param name="k">Values in a row.</param>
    /// <param name="packed">Where they go, rows * k floats.</param>
    public static void PackSomeTiles(float* a, nint lda, int rows, int tiles, int k, float* packed)
    {
        for (; tiles > 0; tiles--)
        {
            int height = RowTiles.Height(rows, tiles);
            Interleave(a, lda, height, k, packed, height);
            a += height * lda;
            packed += height * k;
            rows -= height;
        }
    }

    /// <summary>Packs columns as the rows of a product: tile after tile, each tile as [k, columns of the tile].</summary>
    /// <param name="a">The first of the columns, [k, ...].</param>
    /// <param name="lda">Floats from one value of a column to its next.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="k">Values in a column.</param>
    /// <param name="packed">Where they go, columns * k floats.</param>
    /// <param name="maxHeight">Columns of the largest tile.</param>
    public static void PackColumns(float* a, nint lda, int columns, int k, float* packed, int maxHeight)
        => PackColumns(a, lda, columns, new IndexRange(0, k), k, packed, maxHeight);

    /// <summary>Packs some of the values of columns: those of other calls stay.</summary>
    /// <param name="a">The first of the columns, [k, ...].</param>
    /// <param name="lda">Floats from one value of a column to its next.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="part">The values that are packed.</param>
    /// <param name="k">Values in a column.</param>
    /// <param name="packed">Where they go, columns * k floats.</param>
    /// <param name="maxHeight">Columns of the largest tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackColumns(float* a, nint lda, int columns, IndexRange part, int k, float* packed, int maxHeight)
    {
        for (int tiles = RowTiles.Count(columns, maxHeight); tiles > 0; tiles--)
        {
            int width = RowTiles.Height(columns, tiles);
            float* row = a + (part.Start * lda);
            float* target = packed + (part.Start * width);
            for (int i = part.Start; i < part.End; i++)
            {
                int j = 0;
                for (; j <= width - 4; j += 4)
                {
                    Vector128.Load(row + j).Store(target + j);
                }

                if (j <= width - 2)
                {
                    Vector64.Load(row + j).Store(target + j);
                    j += 2;
                }

                if (j < width)
                {
                    target[j] = row[j];
                }

                row += lda;
                target += width;
            }

            packed += (nint)k * width;
            a += width;
            columns -= width;
        }
    }

    /// <summary>Transposes rows: <c>packed[i * stride + row] = a[row * lda + i]</c>.</summary>
    /// <param name="a">The rows, [rows, k].</param>
    /// <param name="lda">Floats from one row to the next.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="k">Values in a row.</param>
    /// <param name="packed">Where they go, [k, stride].</param>
    /// <param name="stride">Floats from one value of a row to its next, at least <paramref name="rows"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Interleave(float* a, nint lda, int rows, int k, float* packed, int stride)
    {
        for (; rows >= 4; rows -= 4)
        {
            InterleaveFour(a, lda, k, packed, stride);
            a += 4 * lda;
            packed += 4;
        }

        if (rows >= 2)
        {
            InterleaveTwo(a, lda, k, packed, stride);
            rows -= 2;
            a += 2 * lda;
            packed += 2;
        }

        if (rows > 0)
        {
            for (int i = 0; i < k; i++)
            {
                packed[i * stride] = a[i];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InterleaveFour(float* a, nint lda, int k, float* packed, int stride)
    {
        float* a1 = a + lda;
        float* a2 = a1 + lda;
        float* a3 = a2 + lda;
        int i = 0;
        for (; i <= k - 4; i += 4)
        {
            Vector128<float> x0 = Vector128.Load(a + i), x1 = Vector128.Load(a1 + i), x2 = Vector128.Load(a2 + i), x3 = Vector128.Load(a3 + i);
            Vector128<float> low02 = Zip.Low(x0, x2), high02 = Zip.High(x0, x2), low13 = Zip.Low(x1, x3), high13 = Zip.High(x1, x3);
            Zip.Low(low02, low13).Store(packed);
            Zip.High(low02, low13).Store(packed + stride);
            Zip.Low(high02, high13).Store(packed + (2 * stride));
            Zip.High(high02, high13).Store(packed + (3 * stride));
            packed += 4 * stride;
        }

        for (; i < k; i++)
        {
            packed[0] = a[i];
            packed[1] = a1[i];
            packed[2] = a2[i];
            packed[3] = a3[i];
            packed += stride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InterleaveTwo(float* a, nint lda, int k, float* packed, int stride)
    {
        float* a1 = a + lda;
        int i = 0;
        for (; i <= k - 4; i += 4)
        {
            Vector128<float> x0 = Vector128.Load(a + i), x1 = Vector128.Load(a1 + i);
            Vector128<float> low = Zip.Low(x0, x1), high = Zip.High(x0, x1);
            low.GetLower().Store(packed);
            low.GetUpper().Store(packed + stride);
            high.GetLower().Store(packed + (2 * stride));
            high.GetUpper().Store(packed + (3 * stride));
            packed += 4 * stride;
        }

        for (; i < k; i++)
        {
            packed[0] = a[i];
            packed[1] = a1[i];
            packed += stride;
        }
    }
}
