namespace BertGen.Tool.Pipe;

/// <summary>A request that fails; the next one goes on.</summary>
internal sealed class PipeException(string code, string message) : Exception(message)
{
    /// <summary>One of <see cref="PipeCode"/>.</summary>
    public string Code => code;
}
