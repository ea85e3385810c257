namespace BertGen.Serving.Json;

/// <summary>An answer that knows how large it is: a small one is sent as a whole, with its length, and a large one while it is written.</summary>
internal interface ISizedAnswer
{
    /// <summary>Numbers in it, which are nearly all of it.</summary>
    long NumberCount { get; }
}
