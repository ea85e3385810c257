using System.CommandLine;

namespace BertGen.Bulk.Commands;

/// <summary><c>--recompute</c>: how many rows are embedded again.</summary>
internal static class RecomputeOption
{
    /// <param name="share">The share where the option is not given.</param>
    public static Option<double> Create(double share)
    {
        Option<double> recompute = new("--recompute") { Description = "The share of the rows that are embedded again, 0 to 1.", HelpName = "SHARE", DefaultValueFactory = _ => share };
        recompute.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double>() is not (>= 0 and <= 1))
            {
                result.AddError("--recompute takes a number from 0 to 1.");
            }
        });
        return recompute;
    }
}
