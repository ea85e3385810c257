namespace BertGen.AspNetCore.Tests.Clients;

/// <summary>A test that needs Node.js and the package <c>openai</c> of npm.</summary>
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute() => Skip = NodeOpenAi.Lack;
}
