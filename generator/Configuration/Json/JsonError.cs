using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration.Json;

/// <summary>Why a text is not JSON, and where.</summary>
internal sealed record JsonError(string Message, TextSpan Span);
