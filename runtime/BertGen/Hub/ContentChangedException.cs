namespace BertGen.Hub;

/// <summary>The file on the server is another than it was when it was asked for.</summary>
internal sealed class ContentChangedException(string expected, string? found) : Exception
{
    public string Expected => expected;

    public string? Found => found;
}
