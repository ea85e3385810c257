using System.CommandLine;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace BertGen.Tool.Quality;

/// <summary>What a figure of a comparison has to reach: <c>smallest=0.997</c>.</summary>
/// <param name="Name">The figure.</param>
/// <param name="Least">What it has to reach.</param>
internal sealed record QualityBound(string Name, double Least)
{
    private static readonly Dictionary<string, Func<QualityComparison, double>> Figures = new(StringComparer.Ordinal)
    {
        ["smallest"] = quality => quality.Smallest,
        ["percentile"] = quality => quality.FirstPercentile,
        ["mean"] = quality => quality.Mean,
        ["nearest"] = quality => quality.Nearest,
    };

    /// <summary>The option that takes them.</summary>
    public static Option<string[]> CreateOption()
    {
        Option<string[]> option = new("--at-least")
        {
            Description = "With --quality: exit status 1 where a figure is below its bound; smallest, percentile, mean and nearest are from 0 to 1.",
            HelpName = "NAME=NUMBER",
            AllowMultipleArgumentsPerToken = true,
        };
        option.Validators.Add(result =>
        {
            foreach (string text in result.Tokens.Select(token => token.Value).Where(text => !TryParse(text, out _)))
            {
                result.AddError($"--at-least is '{text}'; expected {string.Join(", ", Figures.Keys)}, then = and a number, such as smallest=0.997.");
            }
        });
        return option;
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out QualityBound? bound)
    {
        bound = text.Split('=') is [var name, var number] && Figures.ContainsKey(name) && double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double least)
            ? new QualityBound(name, least)
            : null;
        return bound is not null;
    }

    /// <summary>Says by how much a comparison stays below; null where it does not.</summary>
    public string? Check(QualityComparison quality)
    {
        double found = Figures[Name](quality);
        return found >= Least ? null : string.Create(CultureInfo.InvariantCulture, $"{Name}: expected {Least} or more, found {found:F5}");
    }
}
