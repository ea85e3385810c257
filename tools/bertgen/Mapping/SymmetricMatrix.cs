namespace BertGen.Tool.Mapping;

/// <summary>Eigenvalues and eigenvectors of small symmetric matrices, by the method of Jacobi.</summary>
internal static class SymmetricMatrix
{
    private const int MostSweeps = 50;

    /// <summary>Rotates away what is beside the diagonal, element by element.</summary>
    /// <param name="matrix">A symmetric matrix; its diagonal has the eigenvalues afterwards.</param>
    /// <returns>The eigenvalues, and as columns the eigenvectors.</returns>
    public static (double[] Values, double[,] Vectors) Diagonalize(double[,] matrix)
    {
        int size = matrix.GetLength(0);
        double[,] vectors = new double[size, size];
        for (int i = 0; i < size; i++)
        {
            vectors[i, i] = 1;
        }

        for (int sweep = 0; sweep < MostSweeps && Beside(matrix) > 0; sweep++)
        {
            for (int p = 0; p < size; p++)
            {
                for (int q = p + 1; q < size; q++)
                {
                    RotateAway(matrix, vectors, p, q);
                }
            }
        }

        return ([.. Enumerable.Range(0, size).Select(i => matrix[i, i])], vectors);
    }

    /// <summary>What is beside the diagonal, where it still counts beside the values on it.</summary>
    private static double Beside(double[,] matrix)
    {
        double sum = 0, whole = 0;
        for (int i = 0; i < matrix.GetLength(0); i++)
        {
            for (int j = 0; j < matrix.GetLength(1); j++)
            {
                double square = matrix[i, j] * matrix[i, j];
                whole += square;
                sum += i == j ? 0 : square;
            }
        }

        return sum > whole * 1e-30 ? sum : 0;
    }

    private static void RotateAway(double[,] matrix, double[,] vectors, int p, int q)
    {
        if (matrix[p, q] == 0)
        {
            return;
        }

        double half = (matrix[q, q] - matrix[p, p]) / (2 * matrix[p, q]);
        double tangent = (half < 0 ? -1 : 1) / (Math.Abs(half) + Math.Sqrt((half * half) + 1));
        double cosine = 1 / Math.Sqrt((tangent * tangent) + 1), sine = tangent * cosine;
        for (int i = 0; i < matrix.GetLength(0); i++)
        {
            (matrix[i, p], matrix[i, q]) = Turned(matrix[i, p], matrix[i, q]);
        }

        for (int i = 0; i < matrix.GetLength(0); i++)
        {
            (matrix[p, i], matrix[q, i]) = Turned(matrix[p, i], matrix[q, i]);
            (vectors[i, p], vectors[i, q]) = Turned(vectors[i, p], vectors[i, q]);
        }

        (double, double) Turned(double first, double second) => ((cosine * first) - (sine * second), (sine * first) + (cosine * second));
    }
}
