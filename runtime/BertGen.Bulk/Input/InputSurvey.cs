namespace BertGen.Bulk.Input;

/// <summary>What a look through a whole input file has found.</summary>
/// <param name="Bytes">Bytes of the file.</param>
/// <param name="Sha256">Hash of these.</param>
/// <param name="Rows">Its rows, malformed ones included.</param>
/// <param name="Sample">Rows from all of it.</param>
/// <param name="Index">Places of some rows, where the format has places: that of row i * <see cref="IndexStep"/> at i.</param>
/// <param name="IndexStep">Rows from one of these to the next.</param>
internal sealed record InputSurvey(long Bytes, string Sha256, long Rows, IReadOnlyList<InputRow> Sample, IReadOnlyList<long> Index, long IndexStep)
{
    /// <summary>Rows that one of the sample stands for.</summary>
    public double RowsPerSample => Sample.Count > 0 ? Rows / (double)Sample.Count : 0;
}
