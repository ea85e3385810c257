using System.Numerics;
using BertGen.Engine.Threading;

namespace BertGen.Training.Heads;

/// <summary>A dense matrix, row after row, and the three products that a linear map and its gradients are made of.</summary>
/// <typeparam name="T">Type of the entries.</typeparam>
/// <param name="values">The entries; its length is a multiple of the width.</param>
/// <param name="width">Entries in a row.</param>
internal readonly struct Matrix<T>(T[] values, int width)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public Matrix(int height, int width)
        : this(new T[checked(height * width)], width)
    {
    }

    public T[] Values { get; } = values;

    public int Width { get; } = width;

    public int Height => Values.Length / Width;

    public Span<T> Row(int index) => Values.AsSpan(index * Width, Width);

    /// <summary>This times the transpose of another: inner products of rows with rows.</summary>
    public Matrix<T> TimesTransposed(Matrix<T> other)
    {
        Matrix<T> left = this;
        var result = new Matrix<T>(Height, other.Height);
        WorkLoop.Run(Height, row =>
        {
            Span<T> products = result.Row(row);
            for (int column = 0; column < products.Length; column++)
            {
                products[column] = Rows<T>.Dot(left.Row(row), other.Row(column));
            }
        });
        return result;
    }

    /// <summary>This times another: sums of the other's rows.</summary>
    public Matrix<T> Times(Matrix<T> other)
    {
        Matrix<T> left = this;
        var result = new Matrix<T>(Height, other.Width);
        WorkLoop.Run(Height, row =>
        {
            for (int inner = 0; inner < other.Height; inner++)
            {
                Rows<T>.AddScaled(other.Row(inner), left.Row(row)[inner], result.Row(row));
            }
        });
        return result;
    }

    /// <summary>The transpose.</summary>
    public Matrix<T> Transpose()
    {
        var result = new Matrix<T>(Width, Height);
        for (int row = 0; row < Height; row++)
        {
            for (int column = 0; column < Width; column++)
            {
                result.Values[(column * Height) + row] = Values[(row * Width) + column];
            }
        }

        return result;
    }
}
