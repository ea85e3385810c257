using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace BertGen.Tool.Compiling;

/// <summary>An option of the attribute, as the command line has it: <c>TopLayerOnly</c> is <c>--top-layer-only</c>.</summary>
internal sealed class AttributeOption
{
    private readonly Type _type;

    private AttributeOption(PropertyInfo property)
    {
        _type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        Property = property.Name;
        DocumentationId = $"P:{property.DeclaringType!.FullName}.{property.Name}";
        Name = "--" + Kebab(property.Name);
    }

    /// <summary>All that the attribute has.</summary>
    public static IReadOnlyList<AttributeOption> All { get; } =
        [.. typeof(BertEmbedderAttribute).GetProperties().Where(property => property.SetMethod is { IsPublic: true }).Select(property => new AttributeOption(property))];

    /// <summary>Name of the attribute's property.</summary>
    public string Property { get; }

    /// <summary>Name of the option.</summary>
    public string Name { get; }

    /// <summary>What the property is called in the documentation file.</summary>
    public string DocumentationId { get; }

    /// <summary>Whether the name alone says yes.</summary>
    public bool IsSwitch => _type == typeof(bool);

    /// <summary>What stands for the value in help.</summary>
    public string ValueName =>
        _type.IsEnum ? string.Join('|', EnumNames)
        : _type.IsArray ? "NUMBER,..."
        : _type == typeof(string) ? "TEXT"
        : "NUMBER";

    private IEnumerable<string> EnumNames => Enum.GetNames(_type).Select(Kebab);

    /// <summary>The value as C# source; false where it is none, with what was expected.</summary>
    public bool TryGetLiteral(string value, [NotNullWhen(true)] out string? literal, [NotNullWhen(false)] out string? expected)
    {
        (literal, expected) =
            _type.IsEnum ? (EnumLiteral(value), $"one of {string.Join(", ", EnumNames)}")
            : _type.IsArray ? (ArrayLiteral(value), "numbers with commas between them")
            : (Literal(_type, value), Expected(_type));
        return literal is not null;
    }

    private static string Expected(Type type) =>
        type == typeof(bool) ? "true or false"
        : type == typeof(string) ? "a text"
        : type == typeof(int) ? "a whole number"
        : "a number";

    private static string? Literal(Type type, string value)
    {
        if (type == typeof(bool))
        {
            return bool.TryParse(value, out bool isSet) ? isSet ? "true" : "false" : null;
        }

        if (type == typeof(string))
        {
            return StringLiteral(value);
        }

        if (type == typeof(int))
        {
            return int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number.ToString(CultureInfo.InvariantCulture) : null;
        }

        return type == typeof(double) || type == typeof(float)
            ? NumberLiteral(value) is { } text && type == typeof(float) ? $"(float){text}" : NumberLiteral(value)
            : throw new NotSupportedException($"No option can have the type {type}.");
    }

    private static string? NumberLiteral(string value) => value.Trim().ToUpperInvariant() switch
    {
        "-INF" or "-INFINITY" => "double.NegativeInfinity",
        "INF" or "INFINITY" => "double.PositiveInfinity",
        "NAN" => "double.NaN",
        _ => double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number)
            ? number.ToString("R", CultureInfo.InvariantCulture) + "d"
            : null,
    };

    private string? ArrayLiteral(string value)
    {
        string?[] items = [.. value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(item => Literal(_type.GetElementType()!, item))];
        return items.Contains(null) ? null : $"new {_type.GetElementType()!.FullName}[] {{ {string.Join(", ", items)} }}";
    }

    // As people write it: cls, Cls, tensor-float32, TensorFloat32.
    private string? EnumLiteral(string value) =>
        Enum.GetNames(_type).FirstOrDefault(name => string.Equals(name, value.Replace("-", ""), StringComparison.OrdinalIgnoreCase)) is { } found
            ? $"global::{_type.FullName}.{found}"
            : null;

    /// <summary>A text as C# source; every character beside letters and digits of ASCII is written as its number.</summary>
    public static string StringLiteral(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (char c in text)
        {
            literal.Append(char.IsAsciiLetterOrDigit(c) ? c.ToString() : $"\\u{(int)c:x4}");
        }

        return literal.Append('"').ToString();
    }

    private static string Kebab(string name)
    {
        var text = new StringBuilder();
        foreach (char c in name)
        {
            text.Append(char.IsUpper(c) && text.Length > 0 ? "-" : "").Append(char.ToLowerInvariant(c));
        }

        return text.ToString();
    }
}
