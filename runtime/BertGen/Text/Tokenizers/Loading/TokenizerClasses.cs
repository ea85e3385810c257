namespace BertGen.Text.Tokenizers.Loading;

/// <summary>Which class a folder's tokenizer has.</summary>
internal static class TokenizerClasses
{
    private const string FastSuffix = "Fast";

    /// <summary>Models for which the library ignores the class that a folder names.</summary>
    private static readonly HashSet<string> FileModels =
    [
        "arctic", "chameleon", "chatlm", "deepseek_v2", "deepseek_v3", "deepseek_vl", "deepseek_vl_hybrid", "deepseek_vl_v2",
        "fuyu", "h2ovl_chat", "hyperclovax_vlm", "internlm2", "internvl_chat", "jamba", "janus", "kimi_k25", "llava",
        "llava_next", "minicpmv", "minimax_m2", "modernbert", "molmo", "molmo2", "nemotron", "nvfp4", "opencua", "openvla",
        "phi3", "phi3_v", "phimoe", "qwen2", "qwen3_5", "qwen3_5_moe", "step3p5", "vipllava",
    ];

    /// <summary>The models of each class, where a folder names none.</summary>
    private static readonly Dictionary<string, string> ClassOfModel = Invert(new()
    {
        [nameof(TokenizerClass.BertTokenizer)] =
            "align bark bert blip bros chinese_clip convbert distilbert electra ernie flava git grounding-dino layoutlm "
            + "megatron-bert mm-grounding-dino nezha qdqbert realm retribert squeezebert tvp vilt visual_bert",
        [nameof(TokenizerClass.MPNetTokenizer)] = "mpnet",
        [nameof(TokenizerClass.FunnelTokenizer)] = "funnel",
        [nameof(TokenizerClass.RobertaTokenizer)] =
            "bart bridgetower clap data2vec-text ibert lilt longformer mega mra roberta roberta-prelayernorm",
        [nameof(TokenizerClass.XLMRobertaTokenizer)] = "kosmos-2 metaclip_2 trocr xlm-roberta xlm-roberta-xl xmod",
        [nameof(TokenizerClass.CamembertTokenizer)] = "camembert",
        [nameof(TokenizerClass.AlbertTokenizer)] = "albert nystromformer yoso",
        [nameof(TokenizerClass.T5Tokenizer)] = "longt5 mt5 musicgen musicgen_melody pix2struct switch_transformers t5 umt5",
        [nameof(TokenizerClass.Qwen2Tokenizer)] =
            "audioflamingo3 colqwen2 internvl ovis2 qwen2_5_omni qwen2_5_vl qwen2_audio qwen2_moe qwen2_vl qwen3 qwen3_moe "
            + "qwen3_next qwen3_omni_moe qwen3_vl qwen3_vl_moe",
        ["BigBirdTokenizer"] = "big_bird",
        ["CLIPTokenizer"] = "clip clipseg groupvit omdet-turbo oneformer owlv2 owlvit xclip",
        ["DebertaTokenizer"] = "deberta",
        ["DebertaV2Tokenizer"] = "deberta-v2",
        ["GPT2Tokenizer"] = "codegen dbrx gpt2 gpt_bigcode gpt_neo gptj granite granitemoe opt phi starcoder2",
        ["GPTNeoXTokenizer"] = "falcon_mamba gpt_neox mamba mamba2 mpt olmo olmo2 olmoe rwkv stablelm xlstm",
        ["GemmaTokenizer"] = "gemma gemma2 gemma3 gemma3_text gemma3n gemma3n_text recurrent_gemma shieldgemma2 t5gemma",
        ["LlamaTokenizer"] = "idefics idefics2",
        ["LxmertTokenizer"] = "lxmert",
        ["MBartTokenizer"] = "mbart",
        ["MobileBertTokenizer"] = "mobilebert",
        ["NllbTokenizer"] = "nllb nllb-moe",
        ["PegasusTokenizer"] = "bigbird_pegasus pegasus pegasus_x",
        ["RemBertTokenizer"] = "rembert",
        ["RoFormerTokenizer"] = "roformer",
        ["XLNetTokenizer"] = "xlnet",
    });

    /// <summary>Classes of the library that build their tokenizers themselves, in ways that are not supported.</summary>
    private static readonly HashSet<string> Unsupported =
    [
        .. ClassOfModel.Values.Where(name => !Enum.TryParse(name, out TokenizerClass _)),
        "BarthezTokenizer", "BartphoTokenizer", "BertGenerationTokenizer", "BertJapaneseTokenizer", "BertweetTokenizer",
        "BioGptTokenizer", "BlenderbotSmallTokenizer", "BlenderbotTokenizer", "ByT5Tokenizer", "CanineTokenizer",
        "CodeLlamaTokenizer", "CohereTokenizer", "CpmTokenizer", "CTRLTokenizer", "DPRContextEncoderTokenizer",
        "DPRQuestionEncoderTokenizer", "DPRReaderTokenizer", "EsmTokenizer", "FlaubertTokenizer", "FNetTokenizer", "FSMTTokenizer",
        "HerbertTokenizer", "LayoutLMv2Tokenizer", "LayoutLMv3Tokenizer", "LayoutXLMTokenizer", "LEDTokenizer", "LukeTokenizer",
        "M2M100Tokenizer", "MarianTokenizer", "MarkupLMTokenizer", "MBart50Tokenizer", "MLukeTokenizer", "MvpTokenizer",
        "MyT5Tokenizer", "NougatTokenizer", "OpenAIGPTTokenizer", "PerceiverTokenizer", "PhobertTokenizer", "PLBartTokenizer",
        "ProphetNetTokenizer", "ReformerTokenizer", "RoCBertTokenizer", "SeamlessM4TTokenizer", "Siglip2Tokenizer", "SiglipTokenizer",
        "Speech2TextTokenizer", "SpeechT5Tokenizer", "SplinterTokenizer", "TapasTokenizer", "UdopTokenizer", "VitsTokenizer",
        "Wav2Vec2CTCTokenizer", "WhisperTokenizer", "XGLMTokenizer", "XLMTokenizer",
    ];

    /// <summary>Finds the class.</summary>
    /// <param name="folder">The folder, for messages.</param>
    /// <param name="tokenizerConfig"><c>tokenizer_config.json</c>, if there is one.</param>
    /// <param name="config"><c>config.json</c>, if there is one.</param>
    /// <param name="modelType">The type of a model whose config names none.</param>
    /// <exception cref="TokenizerException">It is a class that is not supported.</exception>
    public static TokenizerClass Resolve(string folder, JsonPart? tokenizerConfig, JsonPart? config, string? modelType)
    {
        string? model = config?.Find("model_type")?.Text ?? modelType;
        if (model is not null && FileModels.Contains(model))
        {
            return TokenizerClass.TokenizersBackend;
        }

        JsonPart? named = tokenizerConfig?.Find("tokenizer_class") ?? config?.Find("tokenizer_class");
        string? name = named?.Text;
        name = name is not null && name.EndsWith(FastSuffix, StringComparison.Ordinal) ? name[..^FastSuffix.Length] : name;
        string? found = name ?? (model is null ? null : ClassOfModel.GetValueOrDefault(model));
        found = found == "ElectraTokenizer" ? nameof(TokenizerClass.BertTokenizer) : found;
        if (found is not null && Unsupported.Contains(found))
        {
            throw named?.Unsupported($"the tokenizer class {found}")
                ?? new TokenizerException(folder, null, $"the tokenizer class {found} of the model type \"{model}\" is not supported.");
        }

        // By its exact name: parsing would take numbers and lists of names as well.
        return Array.IndexOf(Enum.GetNames<TokenizerClass>(), found) is >= 0 and int place ? Enum.GetValues<TokenizerClass>()[place] : TokenizerClass.TokenizersBackend;
    }

    private static Dictionary<string, string> Invert(Dictionary<string, string> modelsOfClass)
    {
        var inverted = new Dictionary<string, string>();
        foreach ((string name, string models) in modelsOfClass)
        {
            foreach (string model in models.Split(' '))
            {
                inverted.Add(model, name);
            }
        }

        return inverted;
    }
}
