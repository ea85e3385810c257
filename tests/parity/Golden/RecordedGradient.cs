using System.Text.Json;

namespace BertGen.Parity.Golden;

/// <summary>Which parameters had a gradient in the original.</summary>
/// <param name="RequiresGradOfBert">Whether BERT was trained, or the mix alone.</param>
/// <param name="WithGradient">Parameters with a gradient, by their names here.</param>
/// <param name="WithoutGradient">Parameters without one.</param>
internal sealed record RecordedGradient(bool RequiresGradOfBert, IReadOnlyList<RecordedParameter> WithGradient, IReadOnlyList<RecordedParameter> WithoutGradient)
{
    public static RecordedGradient Parse(JsonElement gradient) => new(
        gradient.GetProperty("requires_grad_of_bert").GetBoolean(),
        Names(gradient.GetProperty("with_grad")),
        Names(gradient.GetProperty("without_grad")));

    private static RecordedParameter[] Names(JsonElement names) => [.. names.EnumerateArray().Select(name => new RecordedParameter(name.GetString()!))];
}

/// <summary>A parameter of the original.</summary>
/// <param name="RecordedName">Its name there.</param>
internal sealed record RecordedParameter(string RecordedName)
{
    private const string Prefix = "bert_model.";

    /// <summary>Its name in a state dict.</summary>
    public string Name => RecordedName.StartsWith(Prefix, StringComparison.Ordinal) ? RecordedName[Prefix.Length..] : RecordedName;
}
