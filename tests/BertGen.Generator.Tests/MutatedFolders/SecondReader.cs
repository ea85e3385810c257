using System.Globalization;
using System.Text.Json;

namespace BertGen.Generator.Tests.MutatedFolders;

/// <summary>
/// Reads a folder as the documentation of the library says that it does, and knows nothing of the compiler. What the library refuses,
/// fails on in a call, or does badly in silence is <see cref="Refusal"/>: a class of such a folder needs an error or a warning.
/// </summary>
internal sealed class SecondReader(Dictionary<string, string> files)
{
    private static readonly string[] KnownModules = ["Pooling", "Dense", "LayerNorm", "Normalize", "Dropout"];
    private static readonly string[] OldModes = ["cls_token", "max_tokens", "mean_tokens", "mean_sqrt_len_tokens", "weightedmean_tokens", "lasttoken"];
    private static readonly string[] EncoderKeys =
    [
        "max_seq_length", "do_lower_case", "transformer_task", "modality_config", "module_output_name", "processing_kwargs", "query_length", "document_length", "query_expansion",
        "unpad_inputs", "model_args", "model_kwargs", "tokenizer_args", "processor_kwargs", "config_args", "config_kwargs",
    ];

    private readonly List<string> _lines = [];
    private int _positions;
    private bool _lowersFirst;

    /// <summary>The facts, a line for each.</summary>
    /// <exception cref="Refusal">There are none.</exception>
    public string Read()
    {
        JsonElement config = Object("config.json") ?? throw new Refusal("no config.json");
        bool isClassifier = ReadConfig(config);
        JsonElement? sentences = Object("config_sentence_transformers.json");
        string type = sentences is { } file ? TextOf(file, "model_type") ?? "SentenceTransformer" : "SentenceTransformer";
        var tail = new List<string>();
        if (files.ContainsKey("modules.json"))
        {
            bool isScorer = type == "CrossEncoder";
            if (isScorer ? !isClassifier : isClassifier && type != "SentenceTransformer")
            {
                throw new NotKnown();
            }

            List<JsonElement> modules = ReadModules();
            if (isScorer ? !(isClassifier && modules.Count == 1) : type != "SentenceTransformer")
            {
                throw isClassifier || isScorer ? new NotKnown() : new Refusal("a folder of " + type);
            }

            if (!isScorer && !(isClassifier && modules.Count == 1))
            {
                ReadPipeline(modules, sentences, tail);
            }
            else if (isScorer)
            {
                ReadScores(config, sentences, tail);
                isClassifier = false;
            }
        }

        if (isClassifier)
        {
            ReadScores(config, null, tail);
        }

        ReadTokenizer();
        return string.Join('\n', _lines.Concat(tail));
    }

    private bool ReadConfig(JsonElement config)
    {
        if ((TextOf(config, "model_type") ?? "bert") != "bert" || Truthy(config, "is_decoder", false) || (TextOf(config, "position_embedding_type") ?? "absolute") != "absolute")
        {
            throw new Refusal("another computation");
        }

        _positions = Whole(config, "max_position_embeddings", least: 1) ?? 512;
        _lines.Add($"positions {_positions}");
        _lines.Add($"types {Whole(config, "type_vocab_size", least: 1) ?? 2}");
        int padding = Whole(config, "pad_token_id", least: 0) ?? 0;
        if (padding >= 61)
        {
            throw new Refusal("padding beyond the table");
        }

        _lines.Add($"padding {padding}");
        string activation = TextOf(config, "hidden_act") ?? "gelu";
        if (activation is not ("gelu" or "relu" or "gelu_new" or "silu"))
        {
            throw new Refusal("activation");
        }

        _lines.Add($"activation {activation}");
        double epsilon = 1e-12;
        if (Find(config, "layer_norm_eps") is { } number)
        {
            epsilon = number.ValueKind == JsonValueKind.Number && number.GetDouble() > 0 ? number.GetDouble() : throw new Refusal("epsilon");
        }

        _lines.Add($"epsilon {epsilon.ToString("r", CultureInfo.InvariantCulture)}");
        return Find(config, "architectures") is { ValueKind: JsonValueKind.Array } classes && classes.GetArrayLength() > 0 && classes[0].GetString() == "BertForSequenceClassification";
    }

    private void ReadTokenizer()
    {
        JsonElement? settings = Object("tokenizer_config.json");
        bool Flag(string key, bool absent) => settings is not { } file || Find(file, key) is not { } value ? absent
            : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw new Refusal(key);
        bool lowers = Flag("do_lower_case", true);
        bool strips = Flag("strip_accents", lowers);
        _lines.Add($"lower case {lowers || _lowersFirst}");
        _lines.Add($"accents {strips}");
        _lines.Add($"chinese {Flag("tokenize_chinese_chars", true)}");
        if (settings is { } found && TextOf(found, "padding_side") == "left")
        {
            throw new Refusal("padding on the left");
        }
    }

    private List<JsonElement> ReadModules()
    {
        using var document = JsonDocument.Parse(files["modules.json"]);
        List<JsonElement> modules = [.. document.RootElement.Clone().EnumerateArray()];
        var names = new HashSet<string>();
        for (int i = 0; i < modules.Count; i++)
        {
            string type = modules[i].GetProperty("type").GetString()!;
            string last = type[(type.LastIndexOf('.') + 1)..];
            string path = modules[i].GetProperty("path").GetString()!;
            if (!names.Add(modules[i].GetProperty("name").GetString()!) || path.Contains("..", StringComparison.Ordinal) || !type.StartsWith("sentence_transformers.", StringComparison.Ordinal)
                || (i == 0 ? last != "Transformer" || path is not ("" or ".") : !KnownModules.Contains(last)))
            {
                throw new Refusal("modules");
            }
        }

        return modules.Count == 0 ? throw new Refusal("no modules") : modules;
    }

    private void ReadPipeline(List<JsonElement> modules, JsonElement? sentences, List<string> tail)
    {
        int pieces = 32, width = 0;
        foreach (JsonElement module in modules.Skip(1))
        {
            string type = module.GetProperty("type").GetString()!;
            string file = module.GetProperty("path").GetString()!.Replace(".", "", StringComparison.Ordinal);
            JsonElement? settings = Object(file.Length == 0 ? "config.json" : file + "/config.json");
            switch (type[(type.LastIndexOf('.') + 1)..])
            {
                case "Pooling":
                    width = width > 0 ? throw new Refusal("two poolings") : ReadPooling(settings ?? throw new Refusal("no pooling config"), pieces, tail);
                    break;
                case "Dense":
                    ReadDense(settings ?? throw new Refusal("no dense config"), ref pieces, ref width, tail);
                    break;
                case "LayerNorm":
                    throw new Refusal("no weights of LayerNorm");
                case "Normalize":
                    tail.Add(width > 0 ? "Normalize False" : throw new Refusal("nothing to normalise"));
                    break;
            }
        }

        if (width == 0)
        {
            throw new Refusal("no sentence vector");
        }

        (int limit, int query, int document) = ReadLimits("feature-extraction", "last_hidden_state", "token_embeddings");
        tail.Add($"limits {limit} {query} {document}");
        tail.Add($"lower case first {_lowersFirst}");
        (string prompts, string standard) = ReadPrompts(sentences, hasRoles: true);
        tail.Add($"prompts {prompts}");
        tail.Add($"default '{standard}'");
        string similarity = (sentences is { } file2 ? TextOf(file2, "similarity_fn_name") : null) switch { "dot" => "Dot", "euclidean" => "Euclidean", "manhattan" => "Manhattan", _ => "Cosine" };
        tail.Add($"similarity {similarity}");
        tail.Add($"dimensions {(sentences is { } file3 ? Whole(file3, "truncate_dim") : null)}");
    }

    private static int ReadPooling(JsonElement settings, int width, List<string> tail)
    {
        string[] known = ["embedding_dimension", "word_embedding_dimension", "pooling_mode", "include_prompt", .. OldModes.Select(mode => "pooling_mode_" + mode)];
        if (settings.EnumerateObject().Any(member => !known.Contains(member.Name)))
        {
            throw new Refusal("unknown key of pooling");
        }

        if ((settings.TryGetProperty("embedding_dimension", out JsonElement dimension) || settings.TryGetProperty("word_embedding_dimension", out dimension)) is false
            || dimension.ValueKind != JsonValueKind.Number || dimension.GetInt32() != width)
        {
            throw new Refusal("dimension of pooling");
        }

        string[] modes;
        if (settings.TryGetProperty("pooling_mode", out JsonElement mode))
        {
            modes = mode.ValueKind == JsonValueKind.Array ? [.. mode.EnumerateArray().Select(item => item.GetString()!)]
                : mode.ValueKind == JsonValueKind.String ? [mode.GetString()!] : throw new Refusal("pooling mode");
        }
        else
        {
            modes = [.. OldModes.Where(old => Truthy(settings, "pooling_mode_" + old, false)).Select(old => old.Replace("_tokens", "", StringComparison.Ordinal).Replace("_token", "", StringComparison.Ordinal))];
            modes = [.. modes.Select(old => old == "mean_sqrt_len" ? "mean_sqrt_len_tokens" : old)];
            modes = modes.Length == 0 ? ["mean"] : modes;
        }

        string names = string.Join("+", modes.Select(name => name switch
        {
            "cls" => "Cls",
            "max" => "Max",
            "mean" => "Mean",
            "mean_sqrt_len_tokens" => "MeanSqrtLength",
            "weightedmean" => "WeightedMean",
            "lasttoken" => "LastToken",
            _ => throw new Refusal("pooling mode"),
        }));
        tail.Add($"Pooling {(names.Length == 0 ? throw new Refusal("no pooling mode") : names)} {Truthy(settings, "include_prompt", true)}");
        return width * modes.Length;
    }

    private static void ReadDense(JsonElement settings, ref int pieces, ref int width, List<string> tail)
    {
        string[] known = ["in_features", "out_features", "bias", "activation_function", "module_input_name", "module_output_name", "use_residual"];
        if (settings.EnumerateObject().Any(member => !known.Contains(member.Name)))
        {
            throw new Refusal("a key without effect");
        }

        int inputs = Whole(settings, "in_features", least: 1) ?? throw new Refusal("in_features"), outputs = Whole(settings, "out_features", least: 1) ?? throw new Refusal("out_features");
        string activation = !settings.TryGetProperty("activation_function", out JsonElement function) ? "Tanh" : (function.ValueKind == JsonValueKind.String ? function.GetString() : null) switch
        {
            "torch.nn.modules.activation.Tanh" => "Tanh",
            "torch.nn.ReLU" => "ReLU",
            _ => throw new Refusal("activation of a Dense"),
        };
        string input = TextOf(settings, "module_input_name") ?? "sentence_embedding", output = TextOf(settings, "module_output_name") ?? input;
        if (output != input)
        {
            if (output is "token_embeddings" or "sentence_embedding")
            {
                throw new Refusal("one made of the other");
            }

            return; // the library makes a vector that nobody is given
        }

        bool onPieces = input == "token_embeddings";
        if ((onPieces ? pieces : width) != inputs)
        {
            throw new Refusal("sizes of a Dense");
        }

        (pieces, width) = onPieces ? (outputs, width) : (pieces, outputs);
        tail.Add($"Dense {inputs} {outputs} {activation} {Truthy(settings, "bias", true)} {Truthy(settings, "use_residual", false)} {onPieces}");
    }

    private (int Limit, int Query, int Document) ReadLimits(string task, string output, string outputName)
    {
        int limit = OfTokenizer(Object("tokenizer_config.json"));
        string? name = files.ContainsKey("sentence_bert_config.json") ? "sentence_bert_config.json" : files.ContainsKey("sentence_roberta_config.json") ? "sentence_roberta_config.json" : null;
        if (name is null)
        {
            return (limit, limit, limit);
        }

        JsonElement file = Object(name)!.Value;
        if (file.EnumerateObject().Any(member => !EncoderKeys.Contains(member.Name))
            || (TextOf(file, "transformer_task") ?? "feature-extraction") != task
            || (TextOf(file, "module_output_name") ?? outputName) != outputName
            || (Find(file, "modality_config") is { } modality && modality.GetProperty("text").GetProperty("method_output_name").GetString() != output)
            || Find(file, "query_expansion") is not null
            || (Find(file, "model_kwargs") is { } arguments && arguments.EnumerateObject().Any(argument => argument.Name != "attn_implementation")))
        {
            throw new Refusal("settings of the encoder");
        }

        _lowersFirst = Truthy(file, "do_lower_case", false);
        if (Find(file, "tokenizer_args") is { } given)
        {
            if (given.EnumerateObject().Any(argument => argument.Name != "model_max_length"))
            {
                throw new Refusal("arguments of the tokenizer");
            }

            limit = given.EnumerateObject().Any() ? OfTokenizer(given) : limit;
        }

        limit = OwnLimit(file, "max_seq_length") ?? limit;
        int query = OwnLimit(file, "query_length") ?? limit, document = OwnLimit(file, "document_length") ?? limit;
        if (Find(file, "processing_kwargs") is { } call)
        {
            if (call.ValueKind != JsonValueKind.Object || call.EnumerateObject().Any(member => member.Name != "text"))
            {
                throw new Refusal("arguments of the call");
            }

            if (Find(call, "text") is { } text)
            {
                if (text.EnumerateObject().Any(member => member.Name is not ("max_length" or "truncation" or "padding")))
                {
                    throw new Refusal("arguments of the call");
                }

                limit = OwnLimit(text, "max_length") is { } most ? query = document = most : limit;
                if (Find(text, "truncation") is { } cuts && (cuts.ValueKind == JsonValueKind.False || (cuts.ValueKind == JsonValueKind.String && cuts.GetString() == "do_not_truncate")))
                {
                    limit = query = document = 0;
                }
            }
        }

        return (limit, query, document);
    }

    private int OfTokenizer(JsonElement? settings)
    {
        if (settings is not { } file)
        {
            return _positions;
        }

        string key = file.TryGetProperty("model_max_length", out _) ? "model_max_length" : "max_len";
        return Find(file, key) is not { } length ? _positions
            : length.ValueKind != JsonValueKind.Number || !length.GetRawText().All(char.IsAsciiDigit) ? throw new Refusal(key)
            : Cut((int)Math.Min(length.GetDouble(), _positions));
    }

    // A limit that is no cut at all: huge, or too small for special tokens.
    private static int? OwnLimit(JsonElement file, string key) => Find(file, key) is not { } length ? null
        : length.ValueKind != JsonValueKind.Number || !length.GetRawText().All(char.IsAsciiDigit) ? throw new Refusal(key)
        : length.GetDouble() > int.MaxValue ? throw new Refusal("a limit above the positions")
        : Cut(length.GetInt32());

    private static int Cut(int limit) => limit < 2 ? 0 : limit;

    private static (string Prompts, string Default) ReadPrompts(JsonElement? sentences, bool hasRoles)
    {
        if (sentences is not { } file)
        {
            return ("", "");
        }

        if (Find(file, "requirements") is { } needed && needed.EnumerateObject().Any())
        {
            throw new Refusal("requirements");
        }

        var prompts = new List<(string Name, string Text)>();
        if (file.TryGetProperty("prompts", out JsonElement listed))
        {
            if (listed.ValueKind != JsonValueKind.Object || listed.EnumerateObject().Any(prompt => prompt.Value.ValueKind is not (JsonValueKind.String or JsonValueKind.Null)))
            {
                throw new Refusal("prompts");
            }

            prompts.AddRange(listed.EnumerateObject().Select(prompt => (prompt.Name, prompt.Value.GetString() ?? "")));
        }

        string? standard = TextOf(file, "default_prompt_name");
        if (standard is not null && !prompts.Exists(prompt => prompt.Name == standard) && !(hasRoles && standard is "query" or "document"))
        {
            throw new Refusal("default prompt");
        }

        return (string.Join(", ", prompts.Select(prompt => $"{prompt.Name}='{prompt.Text}'")), prompts.Find(prompt => prompt.Name == standard).Text ?? "");
    }

    private void ReadScores(JsonElement config, JsonElement? sentences, List<string> tail)
    {
        string[] labels = Find(config, "id2label") is { } names ? [.. names.EnumerateObject().Select(label => label.Value.GetString()!)]
            : [.. Enumerable.Range(0, Whole(config, "num_labels") ?? 2).Select(number => $"LABEL_{number}")];
        if (labels.Length == 0)
        {
            throw new Refusal("no label");
        }

        bool lowers = _lowersFirst;
        _lowersFirst = false;
        int limit = sentences is null ? OfTokenizer(Object("tokenizer_config.json")) : ReadLimits("sequence-classification", "logits", "scores").Limit;
        tail.Add($"labels {string.Join(",", labels)}");
        tail.Add($"score limit {limit}");
        tail.Add($"score lower case first {_lowersFirst}");
        _lowersFirst |= lowers;
        (string prompts, string standard) = ReadPrompts(sentences, hasRoles: false);
        tail.Add($"score prompts {prompts}");
        tail.Add($"score default '{standard}'");
        string usual = labels.Length == 1 ? "Sigmoid" : "Identity";
        string? first = sentences is { } file ? TextOf(file, "activation_fn") : null;
        string? second = Find(config, "sentence_transformers") is { ValueKind: JsonValueKind.Object } own && TextOf(own, "activation_fn") is { } newer ? newer : TextOf(config, "sbert_ce_default_activation_function");
        string? path = first?.StartsWith("torch.", StringComparison.Ordinal) == true ? first : second?.StartsWith("torch.", StringComparison.Ordinal) == true ? second : null;
        tail.Add($"score function {(path is null ? usual : path[(path.LastIndexOf('.') + 1)..] is "Identity" or "Tanh" ? path[(path.LastIndexOf('.') + 1)..] : throw new Refusal("function of scores"))}");
    }

    private JsonElement? Object(string name)
    {
        if (!files.TryGetValue(name, out string? text))
        {
            return null;
        }

        using var document = JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }

    /// <summary>A member that is there and not null.</summary>
    private static JsonElement? Find(JsonElement file, string key) => file.TryGetProperty(key, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? TextOf(JsonElement file, string key) =>
        Find(file, key) is not { } value ? null : value.ValueKind == JsonValueKind.String ? value.GetString() : throw new Refusal(key);

    private static int? Whole(JsonElement file, string key, int least = int.MinValue) =>
        Find(file, key) is not { } value ? null : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= least ? number : throw new Refusal(key);

    private static bool Truthy(JsonElement file, string key, bool absent) => !file.TryGetProperty(key, out JsonElement value) ? absent : value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.String => value.GetString()!.Length > 0,
        JsonValueKind.Number => value.GetDouble() != 0,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        _ => false,
    };
}

/// <summary>A folder that the library refuses, or makes something else of than it says.</summary>
internal sealed class Refusal(string reason) : Exception(reason);

/// <summary>A folder of a class that this reader does not know.</summary>
internal sealed class NotKnown : Exception;
