using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace BertGen.Generator.Configuration.Json;

/// <summary>A JSON value and the place it was read from.</summary>
internal abstract record JsonValue(TextSpan Span)
{
    /// <summary>What the value is, as messages call it.</summary>
    public abstract string Kind { get; }
}

/// <summary>An object; members are kept in order, repeated names included.</summary>
internal sealed record JsonObject(ImmutableArray<JsonMember> Members, TextSpan Span) : JsonValue(Span)
{
    public override string Kind => "an object";
}

/// <summary>One name and value of an object.</summary>
internal sealed record JsonMember(string Name, TextSpan NameSpan, JsonValue Value);

/// <summary>An array.</summary>
internal sealed record JsonArray(ImmutableArray<JsonValue> Items, TextSpan Span) : JsonValue(Span)
{
    public override string Kind => "an array";
}

/// <summary>A string, escapes resolved.</summary>
internal sealed record JsonString(string Value, TextSpan Span) : JsonValue(Span)
{
    public override string Kind => "a string";
}

/// <summary>A number, kept as the text that was written: 1e-12 stays 1e-12.</summary>
internal sealed record JsonNumber(string Text, TextSpan Span) : JsonValue(Span)
{
    public override string Kind => "a number";
}

/// <summary>True or false.</summary>
internal sealed record JsonBoolean(bool Value, TextSpan Span) : JsonValue(Span)
{
    public override string Kind => "true or false";
}

/// <summary>The literal null.</summary>
internal sealed record JsonNull(TextSpan Span) : JsonValue(Span)
{
    public override string Kind => "null";
}
