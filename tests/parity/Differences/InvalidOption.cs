using BertGen.Parity.Golden;

namespace BertGen.Parity.Differences;

/// <summary>An option that cannot work, with the diagnostic that must name it.</summary>
internal sealed record InvalidOption(string Diagnostic, string Argument)
{
    public static InvalidOption? Find(GoldenCase item)
    {
        RecordedOptions options = item.Options;
        if (options.MixParameters is { } mix && mix.Length != item.Config.LayerCount)
        {
            return new InvalidOption("BERT031", "ScalarMixParameters");
        }

        if (options.MaxPieces != RecordedOptions.DefaultMaxPieces && options.MaxPieces > item.Config.PositionCount)
        {
            return new InvalidOption("BERT030", "MaxPieces");
        }

        return options.Stride < 1 ? new InvalidOption("BERT015", "MaxPieces") : null;
    }
}
