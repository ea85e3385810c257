namespace BertGen.Bulk;

/// <summary>A column that is carried from the input to the output.</summary>
/// <param name="Name">Its name in the input.</param>
/// <param name="Type">What its values are; a row with another value is malformed.</param>
public sealed record BulkColumn(string Name, ColumnType Type = ColumnType.String);
