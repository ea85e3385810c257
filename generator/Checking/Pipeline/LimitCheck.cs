using BertGen.Generator.Common;
using BertGen.Generator.Configuration;
using BertGen.Generator.Configuration.Pipeline;
using BertGen.Generator.Diagnostics;
using BertGen.Generator.Options;

namespace BertGen.Generator.Checking.Pipeline;

/// <summary>Where texts are cut: one of five places says it, in the order of the library.</summary>
/// <param name="options">What the attribute says.</param>
/// <param name="findings">Where problems go.</param>
/// <param name="config">The encoder.</param>
internal sealed class LimitCheck(EmbedderOptions options, List<Finding> findings, EncoderConfig config)
{
    private const string LengthKey = "max_seq_length";
    private const string TokenizerKey = "model_max_length";
    public const string UsualTask = "feature-extraction";
    private const string CallKey = "processing_kwargs";

    // Without padding there is one text in a row, whatever its length.
    private static readonly string[] KnownArguments = ["max_length", "truncation", "padding", "return_tensors"];

    private static readonly string[] KnownKeys =
    [
        LengthKey, "do_lower_case", "transformer_task", "modality_config", "module_output_name", "processing_kwargs", "query_length", "document_length",
        "query_expansion", "unpad_inputs", "model_args", "model_kwargs", "tokenizer_args", "processor_kwargs", "config_args", "config_kwargs",
    ];

    /// <summary>Arguments of the loaders that change no number.</summary>
    private static readonly string[] HarmlessArguments =
    [
        "torch_dtype", "dtype", "trust_remote_code", "attn_implementation", "add_pooling_layer", "revision", "use_safetensors", "token", "use_fast",
        "local_files_only", "cache_dir", "device_map", "low_cpu_mem_usage", "unpad_inputs",
    ];

    // The library counts all rows of the table, whether pieces can have them or not.
    private readonly int _positions = config.PositionCount;

    /// <summary>What the encoder is loaded for.</summary>
    public string Task { get; init; } = UsualTask;

    /// <summary>What it is loaded for where the file says nothing.</summary>
    public string AbsentTask { get; init; } = UsualTask;

    /// <summary>What it returns.</summary>
    public string Output { get; init; } = "last_hidden_state";

    /// <summary>What that is called.</summary>
    public string OutputName { get; init; } = "token_embeddings";

    /// <summary>Whether queries may be filled up.</summary>
    public bool ExpandsQueries { get; init; }

    /// <summary>Adds the limits to a pipeline.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="file">What the folder says of the encoder's texts; null where it says nothing.</param>
    /// <param name="tokenizer">The settings of the tokenizer; null where there are none.</param>
    public SentencePipeline Apply(SentencePipeline pipeline, SettingsFile? file, TokenizerFile? tokenizer)
    {
        (int limit, Place place, string key) = OfTokenizer(tokenizer);
        if (file is null)
        {
            WarnOf(limit, place, key);
            return WithWindows(pipeline with { Limit = limit }, place, key);
        }

        findings.AddRange(file.Findings);
        var keys = new ModuleKeys(file, findings);
        keys.CheckNames(Descriptors.UnknownKey, KnownKeys);
        CheckTask(keys);
        CheckArguments(keys);
        foreach (string arguments in new[] { "tokenizer_args", "processor_kwargs" })
        {
            if (file.Find(arguments)?.Find(TokenizerKey) is { IsNull: false, IsHuge: false } given)
            {
                (limit, place, key) = (Math.Min(Cut(LengthOf(given, TokenizerKey, file.At(arguments)) ?? _positions), _positions), file.At(arguments), TokenizerKey);
            }
        }

        if (OwnLength(file, LengthKey) is { } length)
        {
            (limit, place, key) = (Cut(length), file.At(LengthKey), LengthKey);
        }

        int? query = OwnLength(file, "query_length") is { } q ? Cut(q) : null, document = OwnLength(file, "document_length") is { } d ? Cut(d) : null;
        Setting? call = CheckCall(keys);
        if (call?.Find("max_length") is { IsNull: false } longest && LengthOf(longest, "max_length", file.At(CallKey)) is { } most)
        {
            (limit, query, document, place, key) = (Cut(most), null, null, file.At(CallKey), "max_length");
        }

        if (call?.Find("truncation") is { } cuts && (!cuts.IsTruthy || cuts.AsText == "do_not_truncate"))
        {
            (limit, query, document) = (0, null, null);
        }

        WarnOf(limit, place, key);
        return WithWindows(
            pipeline with { Limit = limit, QueryLimit = query, DocumentLimit = document, LowercasesFirst = keys.Truthy("do_lower_case", missing: false) }, place, key);
    }

    private void WarnOf(int limit, Place place, string key)
    {
        if (key.Length > 0 && limit > config.MostPieces && config.HasPositionLimit)
        {
            findings.Add(Finding.Of(Descriptors.LimitAbovePositions, place, key, NumberText.Plain(limit), NumberText.Plain(config.MostPieces)));
        }
    }

    private int? OwnLength(SettingsFile file, string key) => file.Find(key) is { IsNull: false } length ? LengthOf(length, key, file.At(key)) : null;

    /// <summary>A number of pieces; null where the value is none, which is reported.</summary>
    private int? LengthOf(Setting length, string key, Place place)
    {
        if (length.AsInteger is >= 0)
        {
            return length.AsInteger;
        }

        findings.Add(Finding.Of(Descriptors.KeyType, place, key, "a whole number from 0", length.Described));
        return null;
    }

    /// <summary>The arguments of the call of the tokenizer, of which few have no effect or one that is known.</summary>
    private static Setting? CheckCall(ModuleKeys keys)
    {
        if (keys.File.Find(CallKey) is not { IsNull: false } groups)
        {
            return null;
        }

        if (groups.Kind != SettingKind.Object || groups.Items.FirstOrDefault(group => group.Key != "text") is not null)
        {
            keys.Report(Descriptors.EncoderSetting, CallKey, CallKey, groups.Items.FirstOrDefault(group => group.Key != "text") is { Key: { Length: > 0 } name } ? $"an object with \"{name}\"" : groups.Described, "an object with \"text\"");
            return null;
        }

        Setting? call = groups.Find("text");
        if (call?.Items.FirstOrDefault(argument => !KnownArguments.Contains(argument.Key)) is { } other)
        {
            keys.Report(Descriptors.EncoderSetting, CallKey, CallKey, $"an argument \"{other.Key}\" of the tokenizer", string.Join(", ", KnownArguments));
        }

        return call;
    }

    private (int Limit, Place Place, string Key) OfTokenizer(TokenizerFile? tokenizer)
    {
        string key = tokenizer is not null && Settings.Find(tokenizer.Settings, TokenizerKey) is null ? "max_len" : TokenizerKey;
        return tokenizer is not null && Settings.Find(tokenizer.Settings, key) is { IsNull: false, IsHuge: false } found && LengthOf(found, key, Place.Key(tokenizer.Path, key)) is { } length
            ? (Math.Min(Cut(length), _positions), Place.Key(tokenizer.Path, key), key)
            : (_positions, Place.Class, "");
    }

    // Where there is no room for special pieces, the tokenizer cuts nothing.
    private static int Cut(int limit) => limit < 2 ? 0 : limit;

    /// <summary>What an explicit window changes: texts that nothing else cuts are encoded in windows.</summary>
    private SentencePipeline WithWindows(SentencePipeline pipeline, Place place, string key)
    {
        if (options.MaxPieces is not { } window)
        {
            return pipeline;
        }

        if (key.Length == 0)
        {
            return pipeline with { Limit = 0, HasWindows = true };
        }

        if (pipeline.Limit > window)
        {
            findings.Add(Finding.Of(Descriptors.SequenceLimit, place, key, NumberText.Plain(pipeline.Limit), NumberText.Plain(window)));
        }

        int Most(int limit) => Math.Min(limit, window);
        return pipeline with
        {
            Limit = Most(pipeline.Limit),
            QueryLimit = pipeline.QueryLimit is { } query ? Most(query) : null,
            DocumentLimit = pipeline.DocumentLimit is { } document ? Most(document) : null,
            HasWindows = pipeline.Limit == 0,
        };
    }

    private void CheckTask(ModuleKeys keys)
    {
        foreach ((string key, string expected, string absent) in new[] { ("transformer_task", Task, AbsentTask), ("module_output_name", OutputName, OutputName) })
        {
            if ((keys.Text(key) ?? absent) is { } found && found != expected)
            {
                keys.Report(Descriptors.EncoderSetting, key, key, $"\"{found}\"", $"\"{expected}\"");
            }
        }

        if (keys.File.Find("modality_config")?.Find("text")?.Find("method_output_name") is { } output && output.AsText != Output)
        {
            keys.Report(Descriptors.EncoderSetting, "modality_config", "method_output_name", output.Described, $"\"{Output}\"");
        }

        if (!ExpandsQueries && keys.File.Find("query_expansion") is { IsNull: false } expansion)
        {
            keys.Report(Descriptors.EncoderSetting, "query_expansion", "query_expansion", expansion.Described, "null");
        }
    }

    private static void CheckArguments(ModuleKeys keys)
    {
        foreach (string key in new[] { "model_args", "model_kwargs", "tokenizer_args", "processor_kwargs", "config_args", "config_kwargs" })
        {
            bool isTokenizer = key is "tokenizer_args" or "processor_kwargs";
            Setting? other = keys.File.Find(key)?.Items.FirstOrDefault(
                argument => !HarmlessArguments.Contains(argument.Key) && !(isTokenizer && argument.Key == TokenizerKey));
            if (other is not null)
            {
                keys.Report(Descriptors.EncoderSetting, key, key, $"an argument \"{other.Key}\" of the loader", "none that changes the model");
            }
        }
    }
}
