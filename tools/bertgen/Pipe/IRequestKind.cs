using System.Text.Json;

namespace BertGen.Tool.Pipe;

/// <summary>A kind of request: the member that it is known by, and what it is answered.</summary>
internal interface IRequestKind
{
    /// <summary>The member that makes a request one of this kind.</summary>
    string Name { get; }

    /// <summary>The other members that it may have.</summary>
    IReadOnlyList<string> Members { get; }

    /// <summary>How the request and its answer look, for help.</summary>
    string Summary { get; }

    /// <summary>Answers: writes members of the object that the answer is.</summary>
    /// <exception cref="PipeException">The request fails.</exception>
    void Answer(PipeRequest request, PipedModel model, Utf8JsonWriter answer);
}
