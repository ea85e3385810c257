using System.Numerics.Tensors;

namespace BertGen.Tool.Mapping;

/// <summary>
/// The plane on which points of many dimensions spread most (principal component analysis), by orthogonal iteration: a block of directions is
/// multiplied by the covariance of the points and made orthogonal again, until the two with the largest spread stay where they are. The same
/// points give the same plane.
/// </summary>
internal sealed class PrincipalPlane
{
    // More directions than are wanted: the error shrinks by the ratio of the first spread left out to the last one wanted.
    private const int Block = 8;
    private const int MostRounds = 300;
    private const double Converged = 1e-7;

    private readonly float[] _points;
    private readonly int _width;
    private readonly int _count;

    private PrincipalPlane(ReadOnlySpan<float> vectors, int width)
    {
        (_width, _count) = (width, vectors.Length / width);
        _points = Centered(vectors, width);
    }

    /// <summary>Where the points lie on the plane, and what share of their spread each axis has.</summary>
    /// <param name="X">Along the direction of the largest spread.</param>
    /// <param name="Y">Along that of the second largest.</param>
    /// <param name="Shares">The two shares of the whole spread, from 0 to 1.</param>
    internal sealed record Projection(float[] X, float[] Y, (double X, double Y) Shares);

    /// <summary>Projects points.</summary>
    /// <param name="vectors">(points, width), one after the other.</param>
    /// <param name="width">Values of a point.</param>
    public static Projection Project(ReadOnlySpan<float> vectors, int width) => new PrincipalPlane(vectors, width).Project();

    private Projection Project()
    {
        double whole = TensorPrimitives.SumOfSquares<float>(_points);
        double[][] directions = Orthogonal([.. Enumerable.Range(0, Math.Min(Block, _width)).Select(Start)]);
        double[] spreads = new double[directions.Length];
        for (int round = 0; round < MostRounds && whole > 0; round++)
        {
            double[][] next = [.. directions.Select(Multiply)];
            double[] found = Rotate(directions, next);
            directions = Orthogonal(next);
            double change = found.Zip(spreads).Take(2).Max(pair => Math.Abs(pair.First - pair.Second));
            spreads = found;
            if (change <= Converged * whole)
            {
                break;
            }
        }

        return new Projection(Along(directions, 0), Along(directions, 1), (Share(0), Share(1)));

        double Share(int axis) => whole > 0 && axis < spreads.Length ? spreads[axis] / whole : 0;
    }

    private static float[] Centered(ReadOnlySpan<float> vectors, int width)
    {
        int count = vectors.Length / width;
        double[] mean = new double[width];
        for (int row = 0; row < count; row++)
        {
            for (int i = 0; i < width; i++)
            {
                mean[i] += vectors[(row * width) + i] / (double)count;
            }
        }

        float[] centered = vectors.ToArray();
        for (int at = 0; at < centered.Length; at++)
        {
            centered[at] = (float)(centered[at] - mean[at % width]);
        }

        return centered;
    }

    // Any directions do that are not orthogonal to the plane; these are in no relation to what models give.
    private double[] Start(int index)
    {
        var random = new Random(index);
        return [.. Enumerable.Range(0, _width).Select(_ => random.NextDouble() - 0.5)];
    }

    /// <summary>The covariance times a direction, times the number of points.</summary>
    private double[] Multiply(double[] direction)
    {
        float[] single = [.. direction.Select(value => (float)value)];
        double[] product = new double[_width];
        for (int row = 0; row < _count; row++)
        {
            ReadOnlySpan<float> point = _points.AsSpan(row * _width, _width);
            double along = TensorPrimitives.Dot(point, single);
            for (int i = 0; i < product.Length; i++)
            {
                product[i] += along * point[i];
            }
        }

        return product;
    }

    /// <summary>
    /// Turns the directions within the space that they span, so that the first has the largest spread, the second the next, and so on, and their
    /// products with them (Rayleigh and Ritz).
    /// </summary>
    /// <returns>The spreads.</returns>
    private static double[] Rotate(double[][] directions, double[][] products)
    {
        int size = directions.Length;
        double[,] small = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                small[i, j] = (TensorPrimitives.Dot<double>(directions[i], products[j]) + TensorPrimitives.Dot<double>(directions[j], products[i])) / 2;
            }
        }

        (double[] values, double[,] vectors) = SymmetricMatrix.Diagonalize(small);
        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(i => values[i])];
        Turn(products, vectors, order);
        return [.. order.Select(i => values[i])];
    }

    private static void Turn(double[][] rows, double[,] vectors, int[] order)
    {
        double[][] turned = [.. order.Select(column =>
        {
            double[] sum = new double[rows[0].Length];
            for (int i = 0; i < rows.Length; i++)
            {
                TensorPrimitives.MultiplyAdd(rows[i], vectors[i, column], sum, sum);
            }

            return sum;
        })];
        turned.CopyTo(rows, 0);
    }

    /// <summary>Makes the rows orthogonal and of length 1 (modified Gram-Schmidt); one that depends on those before it becomes zero.</summary>
    private static double[][] Orthogonal(double[][] rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            double before = TensorPrimitives.Norm<double>(rows[i]);
            for (int j = 0; j < i; j++)
            {
                TensorPrimitives.MultiplyAdd(rows[j], -TensorPrimitives.Dot<double>(rows[i], rows[j]), rows[i], rows[i]);
            }

            double norm = TensorPrimitives.Norm<double>(rows[i]);
            TensorPrimitives.Multiply(rows[i], norm > before * 1e-12 ? 1 / norm : 0, rows[i]);
        }

        return rows;
    }

    /// <summary>The points along a direction, whose largest component is positive: a direction and its opposite are as good.</summary>
    private float[] Along(double[][] directions, int axis)
    {
        float[] along = new float[_count];
        if (axis < directions.Length)
        {
            double[] direction = directions[axis];
            int largest = TensorPrimitives.IndexOfMaxMagnitude<double>(direction);
            float[] signed = [.. direction.Select(value => (float)(direction[largest] < 0 ? -value : value))];
            for (int row = 0; row < along.Length; row++)
            {
                along[row] = TensorPrimitives.Dot<float>(_points.AsSpan(row * _width, _width), signed);
            }
        }

        return along;
    }
}
