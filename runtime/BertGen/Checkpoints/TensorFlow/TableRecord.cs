namespace BertGen.Checkpoints.TensorFlow;

/// <summary>A key of a table and its value.</summary>
internal readonly record struct TableRecord(byte[] Key, byte[] Value);
