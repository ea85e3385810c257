using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace BertGen.Serving.Http;

/// <summary>Says what is wrong with a body, and where: what the reader of JSON says is about its own types, and has parts of the body in it.</summary>
internal static class BodyErrors
{
    /// <summary>How the messages of this server's own readers begin.</summary>
    private const string Expected = "expected ";

    /// <summary>What the reader says of texts that are none, and of no other value.</summary>
    private const string NotUnicode = "UTF-16";

    /// <summary>What the reader says where a body ends too early: within a value, within a list or an object, or before there is anything.</summary>
    private static readonly string[] EndsEarly = ["end of data", "at the end of the JSON payload", "does not contain any JSON tokens"];

    /// <summary>The error of a body that is no JSON, or none that the route takes.</summary>
    /// <param name="failure">What the reader says.</param>
    /// <param name="type">What the route takes.</param>
    public static RequestException Of(JsonException failure, JsonTypeInfo type)
    {
        string member = failure.Path is { Length: > 2 } path ? path[2..] : "";
        string place = member.Length > 0 ? $"`{member}`" : "The body";
        string own = failure.Message.Split(" Path:")[0];
        if (own.StartsWith(Expected, StringComparison.Ordinal))
        {
            return RequestException.Invalid($"{place}: {own}", member);
        }

        return failure.InnerException switch
        {
            JsonException inner when EndsEarly.Any(words => inner.Message.Contains(words, StringComparison.Ordinal)) => RequestException.Invalid("The body ends before its JSON does: it is empty, or cut off"),
            JsonException => RequestException.Invalid($"The body is not JSON from line {failure.LineNumber + 1}, byte {failure.BytePositionInLine + 1} on", member),
            InvalidOperationException inner when inner.Message.Contains(NotUnicode, StringComparison.Ordinal) => RequestException.Invalid($"{place}: expected text; found half of a character, or bytes that are not UTF-8", member),
            _ => RequestException.Invalid($"{place}: expected {WordOf(type, member)}", member),
        };
    }

    private static string WordOf(JsonTypeInfo type, string member)
    {
        Type? value = member.Length == 0 ? type.Type : type.Properties.FirstOrDefault(property => property.Name == member)?.PropertyType;
        value = value is null ? null : Nullable.GetUnderlyingType(value) ?? value;
        return value == typeof(bool) ? "true or false"
            : value == typeof(int) || value == typeof(long) ? "an integer"
            : value == typeof(float) || value == typeof(double) ? "a number"
            : value == typeof(string) ? "a text"
            : value is { IsArray: true } ? "a list"
            : member.Length == 0 ? "an object"
            : "another value, as the document /openapi.json has it";
    }
}
