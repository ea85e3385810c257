namespace BertGen.Bulk.Protocol;

/// <summary>A row that has no vector.</summary>
/// <param name="Row">Its number in the run.</param>
/// <param name="Reason">Where it is and what is wrong with it.</param>
/// <param name="IsRefused">Whether the model has refused the text; otherwise the row is malformed.</param>
internal sealed record SkippedRow(long Row, string Reason, bool IsRefused);
