using System.CommandLine;

namespace BertGen.Bulk.Commands;

/// <summary>What a command that plans may be told of prices and of a fleet.</summary>
internal sealed class EstimateSymbols
{
    private readonly Option<double?> _price = Price("--price", "What an hour of a processor costs, for the estimate.");
    private readonly Option<double?> _nodePrice = Price("--node-price", "What an hour of a worker's machine costs, for the estimate.");
    private readonly Option<string?> _simulate = new("--simulate") { Description = $"Plays the run on a fleet, such as nodes=500,mtbf=2h; the names are {SimulationText.Names}.", HelpName = "FLEET" };

    public EstimateSymbols() => _simulate.Validators.Add(result =>
    {
        try
        {
            _ = result.Tokens is [var token] ? SimulationText.Parse(token.Value) : null;
        }
        catch (FormatException e)
        {
            result.AddError(e.Message);
        }
    });

    /// <summary>Adds the options.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_price);
        command.Options.Add(_nodePrice);
        command.Options.Add(_simulate);
    }

    /// <summary>Tells an estimate as the command line asks.</summary>
    public void Write(ParseResult parsed, BulkEstimate estimate, TextWriter output)
    {
        var text = new EstimateText(output);
        text.Write(estimate, parsed.GetValue(_price), parsed.GetValue(_nodePrice));
        if (parsed.GetValue(_simulate) is { } fleet)
        {
            text.Simulate(estimate, SimulationText.Parse(fleet));
        }
    }

    private static Option<double?> Price(string name, string description)
    {
        var option = new Option<double?>(name) { Description = description, HelpName = "MONEY" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() is < 0 or double.NaN or double.PositiveInfinity)
            {
                result.AddError($"{name} takes a number from 0 on.");
            }
        });
        return option;
    }
}
