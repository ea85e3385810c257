namespace BertGen.Engine;

/// <summary>The table that a compiled class looks positions and token types up in together.</summary>
internal static unsafe class PositionTable
{
    /// <summary>Adds every type to every position that is used.</summary>
    /// <param name="positions">Position embeddings, [positions, width].</param>
    /// <param name="types">Type embeddings, [types, width].</param>
    /// <param name="count">Positions that are used, from 0.</param>
    /// <param name="width">Values in a row.</param>
    /// <param name="sums">Where the sums go, [types * count, width]: row <c>type * count + position</c>.</param>
    public static void AddTypes(ReadOnlySpan<float> positions, ReadOnlySpan<float> types, int count, int width, float* sums)
    {
        for (int type = 0; type < types.Length / width; type++)
        {
            for (int position = 0; position < count; position++)
            {
                float* sum = sums + (((nint)type * count + position) * width);
                for (int i = 0; i < width; i++)
                {
                    sum[i] = positions[(position * width) + i] + types[(type * width) + i];
                }
            }
        }
    }
}
