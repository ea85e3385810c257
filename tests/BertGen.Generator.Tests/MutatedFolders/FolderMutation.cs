using System.Text.Json.Nodes;

namespace BertGen.Generator.Tests.MutatedFolders;

/// <summary>Makes folders that no library wrote of folders that one could have written.</summary>
internal static class FolderMutation
{
    private const string Own = "sentence_transformers.sentence_transformer.modules.";
    private const string Base = "sentence_transformers.base.modules.";
    private const string Old = "sentence_transformers.models.";

    /// <summary>Values as JSON that a key may get; null takes it away.</summary>
    private static readonly (string File, string Key, string?[] Values)[] Keys =
    [
        ("config.json", "max_position_embeddings", ["40", "64", "8", "\"64\"", "0", null]),
        ("config.json", "pad_token_id", ["1", "0", "-1", "60", "61", "null", null]),
        ("config.json", "type_vocab_size", ["1", "3", "0", null]),
        ("config.json", "hidden_act", ["\"relu\"", "\"gelu_new\"", "\"gelo\"", "\"silu\"", "null", null]),
        ("config.json", "layer_norm_eps", ["1e-05", "1", "0", "\"x\"", null]),
        ("config.json", "model_type", ["\"bert\"", "\"t5\"", "7", null]),
        ("config.json", "position_embedding_type", ["\"absolute\"", "\"relative_key\"", "\"alibi\"", "null"]),
        ("config.json", "is_decoder", ["false", "true"]),
        ("config.json", "architectures", ["[\"BertModel\"]", "[\"BertForSequenceClassification\"]", "[]", "null", "[\"BertForMaskedLM\"]", null]),
        ("config.json", "num_labels", ["1", "3", null]),
        ("config.json", "id2label", ["{\"0\": \"LABEL_0\"}", "{\"0\": \"a\", \"1\": \"b\"}", "{}", null]),
        ("config.json", "sentence_transformers", ["{\"activation_fn\": \"torch.nn.modules.linear.Identity\"}", "{\"activation_fn\": \"my.Function\"}", "{}", "null"]),
        ("config.json", "sbert_ce_default_activation_function", ["\"torch.nn.modules.activation.Tanh\"", "\"torch.nn.modules.linear.Identity\"", "\"torch.nn.Nothing\"", "null"]),
        ("config.json", "my_own_key", ["1"]),
        ("sentence_bert_config.json", "max_seq_length", ["null", "0", "1", "2", "12", "40", "80", "-3", "\"12\"", "12.5", "1e30", "1000000000000000019884624838656", null]),
        ("sentence_bert_config.json", "do_lower_case", ["true", "false", "1", "null", "\"\"", null]),
        ("sentence_bert_config.json", "my_own_key", ["1"]),
        ("sentence_bert_config.json", "transformer_task", ["\"feature-extraction\"", "\"sequence-classification\"", "\"fill-mask\"", "\"dance\"", null]),
        ("sentence_bert_config.json", "modality_config", ["{\"text\": {\"method\": \"forward\", \"method_output_name\": \"last_hidden_state\"}}", "{\"text\": {\"method\": \"forward\", \"method_output_name\": \"logits\"}}", null]),
        ("sentence_bert_config.json", "module_output_name", ["\"token_embeddings\"", "\"scores\"", null]),
        ("sentence_bert_config.json", "query_length", ["8", "null", "1", "\"8\""]),
        ("sentence_bert_config.json", "document_length", ["20", "null", "90", "0"]),
        ("sentence_bert_config.json", "query_expansion", ["null", "{\"length\": 8}"]),
        ("sentence_bert_config.json", "unpad_inputs", ["null", "true"]),
        ("sentence_bert_config.json", "tokenizer_args", ["{}", "{\"model_max_length\": 10}", "{\"do_lower_case\": false}", "{\"model_max_length\": \"10\"}"]),
        ("sentence_bert_config.json", "model_kwargs", ["{}", "{\"attn_implementation\": \"eager\"}", "{\"num_hidden_layers\": 1}"]),
        ("sentence_bert_config.json", "processing_kwargs", [
            "{}", "{\"text\": {}}", "{\"text\": {\"max_length\": 9}}", "{\"text\": {\"max_length\": \"9\"}}", "{\"text\": {\"max_length\": 100}}", "{\"text\": {\"truncation\": false}}",
            "{\"text\": {\"truncation\": \"do_not_truncate\"}}", "{\"text\": {\"truncation\": true}}", "{\"text\": {\"add_special_tokens\": false}}", "{\"text\": {\"padding\": \"max_length\"}}", "{\"image\": {\"size\": 3}}", "[]"]),
        ("tokenizer_config.json", "model_max_length", ["12", "100", "1000000000000000019884624838656", "3000000000", "null", "512.0", "\"12\"", "0", "-5", null]),
        ("tokenizer_config.json", "max_len", ["14"]),
        ("tokenizer_config.json", "do_lower_case", ["true", "false", "\"no\"", "null", null]),
        ("tokenizer_config.json", "strip_accents", ["true", "false", "null", "\"x\"", null]),
        ("tokenizer_config.json", "tokenize_chinese_chars", ["true", "false", "null", null]),
        ("tokenizer_config.json", "padding_side", ["\"left\"", "\"right\""]),
        ("config_sentence_transformers.json", "model_type", ["\"SentenceTransformer\"", "\"CrossEncoder\"", "\"SparseEncoder\"", "null", null]),
        ("config_sentence_transformers.json", "prompts", ["{}", "null", "[]", "{\"query\": \"q: \", \"document\": \"d: \"}", "{\"passage\": \"p: \"}", "{\"query\": null}", "{\"a b\": \"x \", \"query\": \"\"}", "{\"query\": 3}", null]),
        ("config_sentence_transformers.json", "default_prompt_name", ["null", "\"query\"", "\"document\"", "\"passage\"", "\"nobody\"", null]),
        ("config_sentence_transformers.json", "similarity_fn_name", ["\"dot\"", "\"cosine\"", "\"euclidean\"", "\"manhattan\"", "null", "\"maxsim\"", "\"nothing\"", null]),
        ("config_sentence_transformers.json", "truncate_dim", ["null", "5", "0", "-1", "100", "\"5\"", null]),
        ("config_sentence_transformers.json", "activation_fn", ["\"torch.nn.modules.activation.Tanh\"", "\"my.Function\"", "null"]),
        ("config_sentence_transformers.json", "requirements", ["{\"sentence_transformers\": \">=9.0\"}", "{}"]),
        ("config_sentence_transformers.json", "my_own_key", ["1"]),
        ("1_Pooling/config.json", "pooling_mode", ["\"mean\"", "\"cls\"", "[\"max\", \"mean\"]", "[\"mean\", \"mean\"]", "[]", "\"lasttoken\"", "\"weightedmean\"", "\"mean_sqrt_len_tokens\"", "\"average\"", "null", "true", null]),
        ("1_Pooling/config.json", "embedding_dimension", ["32", "33", "\"32\"", null]),
        ("1_Pooling/config.json", "word_embedding_dimension", ["32", "16", null]),
        ("1_Pooling/config.json", "include_prompt", ["true", "false", "0", "\"\"", "\"no\"", "null", null]),
        ("1_Pooling/config.json", "pooling_mode_cls_token", ["true", "false", "\"false\"", "0", "1", null]),
        ("1_Pooling/config.json", "pooling_mode_mean_tokens", ["true", "false", "[]", null]),
        ("1_Pooling/config.json", "pooling_mode_max_tokens", ["true", "false"]),
        ("1_Pooling/config.json", "pooling_mode_lasttoken", ["true", "\"\""]),
        ("1_Pooling/config.json", "my_own_key", ["1"]),
        ("2_Dense/config.json", "in_features", ["32", "64", null]),
        ("2_Dense/config.json", "out_features", ["16", "\"16\"", null]),
        ("2_Dense/config.json", "bias", ["true", "false", "0", null]),
        ("2_Dense/config.json", "activation_function", ["\"torch.nn.modules.activation.Tanh\"", "\"torch.nn.ReLU\"", "\"my.Function\"", "\"torch.nn.functional.relu\"", "null", null]),
        ("2_Dense/config.json", "use_residual", ["true", "false", null]),
        ("2_Dense/config.json", "module_input_name", ["\"sentence_embedding\"", "\"token_embeddings\"", "null", null]),
        ("2_Dense/config.json", "module_output_name", ["\"sentence_embedding\"", "\"other\"", "\"token_embeddings\"", "null", null]),
        ("2_Dense/config.json", "my_own_key", ["1"]),
    ];

    private static readonly string[] Types =
    [
        Own + "pooling.Pooling", Old + "Pooling", Base + "dense.Dense", Old + "Dense", Base + "normalize.Normalize", Own + "normalize.Normalize", Old + "Normalize", Own + "layer_norm.LayerNorm",
        Own + "dropout.Dropout", Old + "CNN", Old + "Router", Old + "BERT", "my_package.Module", Base + "transformer.Transformer", Old + "Transformer", Old + "StaticEmbedding", "",
    ];

    /// <summary>Folders to begin with: what is written today, what was written before, a Dense behind the pooling, and a classifier.</summary>
    public static IReadOnlyList<Dictionary<string, string>> Originals { get; } =
    [
        new()
        {
            ["config.json"] = Config("BertModel"),
            ["modules.json"] = Modules(Base + "transformer.Transformer", Own + "pooling.Pooling"),
            ["sentence_bert_config.json"] = """{"transformer_task": "feature-extraction", "modality_config": {"text": {"method": "forward", "method_output_name": "last_hidden_state"}}, "module_output_name": "token_embeddings"}""",
            ["tokenizer_config.json"] = """{"do_lower_case": true, "model_max_length": 48}""",
            ["config_sentence_transformers.json"] = """{"model_type": "SentenceTransformer", "prompts": {"query": "", "document": ""}, "default_prompt_name": null, "similarity_fn_name": "cosine"}""",
            ["1_Pooling/config.json"] = """{"embedding_dimension": 32, "pooling_mode": "mean", "include_prompt": true}""",
        },
        new()
        {
            ["config.json"] = Config("BertModel"),
            ["modules.json"] = Modules(Old + "Transformer", Old + "Pooling", Old + "Normalize"),
            ["sentence_bert_config.json"] = """{"max_seq_length": 30, "do_lower_case": false}""",
            ["tokenizer_config.json"] = """{"do_lower_case": false, "strip_accents": null}""",
            ["config_sentence_transformers.json"] = """{"__version__": {}, "prompts": {"query": "query: "}, "default_prompt_name": "query"}""",
            ["1_Pooling/config.json"] = """{"word_embedding_dimension": 32, "pooling_mode_cls_token": false, "pooling_mode_mean_tokens": true}""",
        },
        new()
        {
            ["config.json"] = Config("BertModel"),
            ["modules.json"] = Modules(Old + "Transformer", Old + "Pooling", Old + "Dense", Old + "Normalize"),
            ["1_Pooling/config.json"] = """{"word_embedding_dimension": 32, "pooling_mode_cls_token": true}""",
            ["2_Dense/config.json"] = """{"in_features": 32, "out_features": 16, "bias": true, "activation_function": "torch.nn.modules.activation.Tanh"}""",
        },
        new()
        {
            ["config.json"] = Config("BertForSequenceClassification", "\"id2label\": {\"0\": \"LABEL_0\"}, "),
            ["modules.json"] = Modules(Base + "transformer.Transformer"),
            ["sentence_bert_config.json"] = """{"transformer_task": "sequence-classification", "modality_config": {"text": {"method": "forward", "method_output_name": "logits"}}, "module_output_name": "scores"}""",
            ["tokenizer_config.json"] = """{"do_lower_case": true, "model_max_length": 48}""",
            ["config_sentence_transformers.json"] = """{"model_type": "CrossEncoder", "prompts": {}, "default_prompt_name": null, "activation_fn": "torch.nn.modules.linear.Identity"}""",
        },
    ];

    /// <summary>A folder of the random numbers.</summary>
    public static (Dictionary<string, string> Files, string Story) Of(Random random)
    {
        int original = random.Next(Originals.Count);
        var files = new Dictionary<string, string>(Originals[original]);
        List<string> story = [$"original {original}"];
        for (int count = random.Next(1, 5); count > 0; count--)
        {
            story.Add(random.Next(5) == 0 ? ChangeFiles(files, random) : ChangeKey(files, random));
        }

        return (files, string.Join("; ", story));
    }

    private static string ChangeKey(Dictionary<string, string> files, Random random)
    {
        (string file, string key, string?[] values) = Keys[random.Next(Keys.Length)];
        if (!files.TryGetValue(file, out string? text))
        {
            return $"no {file}";
        }

        JsonObject content = JsonNode.Parse(text)!.AsObject();
        string? value = values[random.Next(values.Length)];
        content.Remove(key);
        if (value is not null)
        {
            content.Add(key, JsonNode.Parse(value));
        }

        files[file] = content.ToJsonString();
        return $"{file}: {key} = {value ?? "nothing"}";
    }

    private static string ChangeFiles(Dictionary<string, string> files, Random random)
    {
        string[] names = [.. files.Keys.Where(name => name != "config.json").Order(StringComparer.Ordinal)];
        string name = names[random.Next(names.Length)];
        switch (random.Next(8))
        {
            case 0:
                files.Remove(name);
                return $"without {name}";
            case 1 when files.Remove("sentence_bert_config.json", out string? settings):
                files["sentence_roberta_config.json"] = settings;
                return "sentence_roberta_config.json";
            default:
                return files.ContainsKey("modules.json") ? ChangeModules(files, random) : "no modules.json";
        }
    }

    private static string ChangeModules(Dictionary<string, string> files, Random random)
    {
        JsonArray modules = JsonNode.Parse(files["modules.json"])!.AsArray();
        int index = random.Next(Math.Max(1, modules.Count));
        string story = "modules.json: ";
        switch (random.Next(7))
        {
            case 0 when modules.Count > 0:
                modules.RemoveAt(index);
                story += $"without {index}";
                break;
            case 1 when modules.Count > 0:
                string type = Types[random.Next(Types.Length)];
                modules[index]!["type"] = type;
                story += $"type of {index} is {type}";
                break;
            case 2 when modules.Count > 1:
                JsonNode moved = modules[index]!;
                modules.RemoveAt(index);
                modules.Insert(0, moved);
                story += $"{index} is first";
                break;
            case 3 when modules.Count > 1:
                modules[index]!["name"] = "0";
                story += $"{index} is called 0";
                break;
            case 4 when modules.Count > 0:
                string path = new[] { "", ".", "1_Pooling", "../other", "nowhere" }[random.Next(5)];
                modules[index]!["path"] = path;
                story += $"path of {index} is {path}";
                break;
            default:
                int count = modules.Count;
                string added = Types[random.Next(Types.Length)];
                modules.Add(new JsonObject { ["idx"] = count, ["name"] = $"{count}", ["path"] = $"{count}_Added", ["type"] = added });
                story += $"{added} is last";
                break;
        }

        files["modules.json"] = modules.ToJsonString();
        return story;
    }

    private static string Config(string architecture, string more = "") => $$"""
        {"architectures": ["{{architecture}}"], {{more}}"model_type": "bert", "vocab_size": 61, "hidden_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2,
        "intermediate_size": 64, "hidden_act": "gelu", "max_position_embeddings": 64, "type_vocab_size": 2, "layer_norm_eps": 1e-12, "pad_token_id": 0}
        """;

    private static string Modules(params string[] types) => new JsonArray([.. types.Select((type, index) => new JsonObject
    {
        ["idx"] = index,
        ["name"] = $"{index}",
        ["path"] = index == 0 ? "" : $"{index}_{type[(type.LastIndexOf('.') + 1)..]}",
        ["type"] = type,
    })]).ToJsonString();
}
