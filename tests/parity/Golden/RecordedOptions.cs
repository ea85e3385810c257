using System.Globalization;
using System.Text.Json;

namespace BertGen.Parity.Golden;

/// <summary>The constructor options of a recorded case.</summary>
internal sealed record RecordedOptions(bool TopLayerOnly, int MaxPieces, int StartTokens, int EndTokens, double[]? MixParameters)
{
    /// <summary>The original's default, whatever the position table.</summary>
    public const int DefaultMaxPieces = 512;

    /// <summary>How far a window advances.</summary>
    public int Stride => (MaxPieces - StartTokens - EndTokens) / 2;

    public static RecordedOptions Parse(JsonElement embedder)
    {
        JsonElement mix = embedder.GetProperty("scalar_mix_parameters");
        return new RecordedOptions(
            embedder.GetProperty("top_layer_only").GetBoolean(),
            embedder.GetProperty("max_pieces").GetInt32(),
            embedder.GetProperty("num_start_tokens").GetInt32(),
            embedder.GetProperty("num_end_tokens").GetInt32(),
            mix.ValueKind == JsonValueKind.Null ? null : [.. mix.EnumerateArray().Select(weight => weight.GetDouble())]);
    }

    /// <summary>The same options as attribute arguments; what has its default is left out.</summary>
    public string ToArguments()
    {
        List<string> arguments = [];
        Add(TopLayerOnly, "TopLayerOnly = true");
        Add(MaxPieces != DefaultMaxPieces, $"MaxPieces = {MaxPieces}");
        Add(StartTokens != 1, $"NumStartTokens = {StartTokens}");
        Add(EndTokens != 1, $"NumEndTokens = {EndTokens}");
        Add(MixParameters is not null, $"ScalarMixParameters = [{string.Join(", ", (MixParameters ?? []).Select(Text))}]");
        return string.Join(", ", arguments);

        void Add(bool given, string argument)
        {
            if (given)
            {
                arguments.Add(argument);
            }
        }
    }

    private static string Text(double weight) => weight.ToString("R", CultureInfo.InvariantCulture);
}
