using System.Text.Json;
using BertGen.Parity.Compiling;

namespace BertGen.Parity.Golden;

/// <summary>One recorded call of the original embedder.</summary>
internal sealed record GoldenCase
{
    public required string Model { get; init; }

    public required string Name { get; init; }

    public required ModelConfig Config { get; init; }

    public required RecordedOptions Options { get; init; }

    public required IntTensor InputIds { get; init; }

    public required IntTensor? Offsets { get; init; }

    public required IntTensor? TokenTypeIds { get; init; }

    /// <summary>Raw weights and gamma of a trained mix, or null for one that was never trained.</summary>
    public required (float[] Weights, float Gamma)? Mix { get; init; }

    /// <summary>Shape of the result; empty where the original failed.</summary>
    public required nint[] OutputShape { get; init; }

    /// <summary>Whether the original failed.</summary>
    public required bool Failed { get; init; }

    /// <summary>What was recorded of the gradients, or null.</summary>
    public required RecordedGradient? Gradient { get; init; }

    /// <summary>Where the inputs were made from text.</summary>
    public required RecordedText? Text { get; init; }

    public string Title => $"{Model}/{Name}";

    /// <summary>The class, for one target.</summary>
    public ModelUnderTest Compiled(BertTarget target = BertTarget.Managed) => new(Folder, Options.ToArguments(), target);

    private string Folder => Path.Combine(RepositoryFolder.Golden, Model);

    public RecordedOutput ReadOutput() => RecordedOutput.Read(ReadTensors(), Config.HiddenSize);

    public RecordedTensors ReadTensors() => RecordedTensors.Read(Path.Combine(Folder, "cases", $"{Name}.safetensors"));

    /// <summary>The compiled embedder with the recorded state of its mix.</summary>
    /// <param name="target">What it runs on.</param>
    /// <param name="options">Further options.</param>
    public IParityEmbedder Load(BertTarget target = BertTarget.Managed, params ReadOnlySpan<string> options)
    {
        string own = Options.ToArguments();
        string arguments = string.Join(", ", (string[])[.. own.Length > 0 ? [own] : (string[])[], .. options]);
        IParityEmbedder embedder = (Compiled(target) with { Arguments = arguments }).Load();
        if (Mix is { } mix)
        {
            embedder.SetMix(mix.Weights, mix.Gamma);
        }

        return embedder;
    }

    public static GoldenCase Read(string path, ModelConfig config)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement root = document.RootElement;
        JsonElement mix = root.GetProperty("scalar_mix_state");
        return new GoldenCase
        {
            Model = root.GetProperty("model").GetString()!,
            Name = Path.GetFileNameWithoutExtension(path),
            Config = config,
            Options = RecordedOptions.Parse(root.GetProperty("embedder")),
            InputIds = Input("input_ids")!,
            Offsets = Input("offsets"),
            TokenTypeIds = Input("token_type_ids"),
            Mix = mix.ValueKind == JsonValueKind.Null
                ? null
                : ([.. mix.GetProperty("scalar_parameters").EnumerateArray().Select(weight => weight.GetSingle())], mix.GetProperty("gamma").GetSingle()),
            OutputShape = root.TryGetProperty("output_shape", out JsonElement shape)
                ? [.. shape.EnumerateArray().Select(length => (nint)length.GetInt32())]
                : [],
            Failed = root.TryGetProperty("expect_error", out _),
            Gradient = root.TryGetProperty("gradient", out JsonElement gradient) ? RecordedGradient.Parse(gradient) : null,
            Text = root.TryGetProperty("text", out JsonElement text) ? RecordedText.Parse(text) : null,
        };

        IntTensor? Input(string name) => IntTensor.Parse(root.GetProperty("inputs").GetProperty(name), root.GetProperty("shapes").GetProperty(name));
    }
}
