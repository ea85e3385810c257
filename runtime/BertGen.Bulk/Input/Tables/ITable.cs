namespace BertGen.Bulk.Input.Tables;

/// <summary>An open file of rows in columns.</summary>
internal interface ITable : IDisposable
{
    /// <summary>Reads rows, in blocks.</summary>
    /// <param name="firstRow">The first of them.</param>
    /// <exception cref="FormatException">A column is missing, or has values of a type that is not read.</exception>
    IEnumerable<TableBlock> Read(long firstRow);
}

/// <summary>Rows of a table that lie in memory together.</summary>
/// <param name="FirstRow">The number of the first.</param>
/// <param name="Texts">The texts.</param>
/// <param name="Columns">For each carried column, its values as text.</param>
internal sealed record TableBlock(long FirstRow, IReadOnlyList<string?> Texts, IReadOnlyList<IReadOnlyList<string?>> Columns);
