namespace BertGen.Serving.Batching;

/// <summary>One text of a request, in a batch. It holds the text, whatever becomes of the request.</summary>
/// <param name="Request">The request.</param>
/// <param name="Index">The number of the text in it.</param>
/// <param name="Text">The text.</param>
internal readonly record struct BatchItem(BatchRequest Request, int Index, BatchText Text);
