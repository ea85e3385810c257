using System.CommandLine;
using System.CommandLine.Parsing;
using BertGen.Tool.Pipe;

namespace BertGen.Tool.Compiling;

/// <summary>The options of the attribute as those of a command that compiles a model.</summary>
internal sealed class AttributeOptions
{
    private readonly (AttributeOption Attribute, Option Option)[] _options;

    private AttributeOptions((AttributeOption, Option)[] options) => _options = options;

    /// <summary>Gives a command all options.</summary>
    /// <param name="command">The command.</param>
    /// <param name="describe">Whether they are described: only help is worth the time that it takes to read what they are.</param>
    public static AttributeOptions AddTo(Command command, bool describe)
    {
        var options = new AttributeOptions([.. AttributeOption.All
            .Where(option => command.Options.All(own => own.Name != option.Name))
            .Select(option => (option, OptionOf(option, describe)))]);
        foreach ((_, Option option) in options._options)
        {
            command.Options.Add(option);
        }

        return options;
    }

    /// <summary>What a command line gives.</summary>
    public ModelOptions Read(ParseResult parsed) => Of(Given(parsed));

    /// <summary>What a command line gives, as it stands there: values by the names of their options.</summary>
    public IReadOnlyDictionary<string, string> Given(ParseResult parsed) => _options
        .Where(option => parsed.GetResult(option.Option) is { Implicit: false })
        .ToDictionary(option => option.Attribute.Name, option => option.Attribute.IsSwitch ? parsed.GetValue((Option<bool>)option.Option).ToString() : parsed.GetValue((Option<string>)option.Option)!);

    /// <summary>Options that were given on another command line.</summary>
    /// <exception cref="UserException">There is no such option, or it has no such value.</exception>
    public static ModelOptions Of(IReadOnlyDictionary<string, string> given)
    {
        var options = new ModelOptions();
        foreach ((string name, string value) in given)
        {
            AttributeOption attribute = AttributeOption.All.FirstOrDefault(option => option.Name == name) ?? throw new UserException($"there is no option {name}.");
            options.Set(attribute.Property, attribute.TryGetLiteral(value, out string? literal, out string? expected) ? literal : throw new UserException($"{name}: expected {expected}."));
        }

        return options;
    }

    private static Option OptionOf(AttributeOption attribute, bool describe)
    {
        string description = describe ? AttributeDocumentation.Find(attribute) : attribute.Property;
        if (attribute.IsSwitch)
        {
            return new Option<bool>(attribute.Name) { Description = description };
        }

        var option = new Option<string>(attribute.Name) { Description = description, HelpName = attribute.ValueName };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [Token token] && !attribute.TryGetLiteral(token.Value, out _, out string? expected))
            {
                result.AddError($"{attribute.Name} is '{token.Value}'; expected {expected}.");
            }
        });
        return option;
    }
}
