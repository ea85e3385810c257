using System.Text;

namespace BertGen.Tool.Compiling;

/// <summary>The options of the attribute that were given, by property, as C# source.</summary>
internal sealed class ModelOptions
{
    private readonly SortedDictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Whether none was given.</summary>
    public bool IsEmpty => _values.Count == 0;

    /// <summary>Whether a property was given.</summary>
    public bool Has(string property) => _values.ContainsKey(property);

    /// <summary>The value of a property that was given.</summary>
    public string Get(string property) => _values[property];

    /// <summary>Sets a property.</summary>
    public void Set(string property, string literal) => _values[property] = literal;

    /// <summary>A copy to change.</summary>
    public ModelOptions Copy()
    {
        var copy = new ModelOptions();
        foreach ((string property, string literal) in _values)
        {
            copy.Set(property, literal);
        }

        return copy;
    }

    /// <summary>
    /// The arguments of the attribute behind the model's name, a line each: what a diagnostic says of line i is about
    /// <see cref="PropertyOf"/> i.
    /// </summary>
    public string ToSource()
    {
        var source = new StringBuilder();
        foreach ((string property, string literal) in _values)
        {
            source.Append(",\n    ").Append(property).Append(" = ").Append(literal);
        }

        return source.ToString();
    }

    /// <summary>The property whose argument stands in a line of <see cref="ToSource"/>; null for all other lines.</summary>
    public string? PropertyOf(int line) => line > 0 ? _values.Keys.ElementAtOrDefault(line - 1) : null;
}
