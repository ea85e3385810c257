using System.Text;
using BertGen.Checkpoints;
using BertGen.Text;
using Xunit.Abstractions;

namespace BertGen.Fuzz.Build;

/// <summary>The files of a model folder, damaged: the compiler finds what is wrong with them, and what it takes the library takes as well.</summary>
public sealed class BuildReaderTests(ITestOutputHelper output)
{
    private const string Modules = """
        [{ "idx": 0, "path": "", "type": "sentence_transformers.models.Transformer" }, { "idx": 1, "path": "1_Pooling", "type": "sentence_transformers.models.Pooling" },
         { "idx": 2, "path": "2_Normalize", "type": "sentence_transformers.models.Normalize" }]
        """;

    private const string Pooling = """{ "word_embedding_dimension": 32, "pooling_mode_cls_token": false, "pooling_mode_mean_tokens": true, "pooling_mode_max_tokens": false }""";

    private const string Tokenizer = """{ "do_lower_case": true, "strip_accents": null, "tokenize_chinese_chars": true, "model_max_length": 512, "tokenizer_class": "BertTokenizer" }""";

    private const string Sentences = """{ "max_seq_length": 128, "do_lower_case": false }""";

    private const string Router = """
        { "types": { "query": "sentence_transformers.sparse_encoder.modules.sparse_static_embedding.SparseStaticEmbedding",
                     "document": "sentence_transformers.base.modules.transformer.Transformer",
                     "pooling": "sentence_transformers.sparse_encoder.modules.splade_pooling.SpladePooling" },
          "structure": { "query": ["query"], "document": ["document", "pooling"] },
          "parameters": { "default_route": "document", "allow_empty_key": true, "route_mappings": {} } }
        """;

    private const string OtherFamily = "BERT028";

    // What the compiler says of a file that it cannot read as a config, whatever it asks for.
    private static readonly string[] Unread = ["BERT021", "BERT023", "BERT024", "BERT025", "BERT062", "BERT063", "BERT064", "BERT065"];

    private static readonly byte[] Config = Encoding.UTF8.GetBytes("""
        {
          "model_type": "bert", "vocab_size": 61, "hidden_size": 32, "num_hidden_layers": 3, "num_attention_heads": 2, "intermediate_size": 64,
          "hidden_act": "gelu", "max_position_embeddings": 64, "type_vocab_size": 2, "layer_norm_eps": 1e-12, "pad_token_id": 0, "note": "\u00e9\ud83d\ude00"
        }
        """);

    private static readonly byte[] Vocabulary = "[PAD]\n[UNK]\r\n[CLS]\r [SEP] \n##é\n漢\n\n"u8.ToArray();

    [Fact]
    public void ConfigsHaveOneVerdictInBuildAndLibrary() => Fuzz([Config, .. Files("dir_config/config.json", "dir_eps_ignored/config.json")], input =>
    {
        string[] found = [.. CompilerInput.Run(("models/tiny/config.json", input))];
        bool isRefused = found.Intersect(Unread).Any();
        bool throws = Throws<CheckpointException>(() => BertConfig.Parse(input, "config.json"));
        if (!found.Contains(OtherFamily))
        {
            // The keys of a family that is not known are not read in the build, which has refused the config for it.
            Assert.Equal(isRefused, throws);
        }
    });

    [Fact]
    public void VocabulariesHaveOneVerdictInBuildAndLibrary() => Fuzz([Vocabulary, [0], [0xE2, 0x80, 0xA8, 0]], input =>
    {
        bool isRefused = CompilerInput.Run(("models/tiny/config.json", Config), ("models/tiny/vocab.txt", input)).Intersect(Unread).Any();
        Assert.Equal(isRefused, Throws<VocabularyException>(() => Text.Vocabulary.Parse(input, "vocab.txt")));
    });

    [Fact]
    public void OtherFilesOfAFolder() => Fuzz(
        [.. new[] { Modules, Pooling, Tokenizer, Sentences }.Select(Encoding.UTF8.GetBytes)],
        input =>
        {
            // Each in the place of each: a reader meets what another is meant for.
            CompilerInput.Run(("models/tiny/config.json", Config), ("models/tiny/modules.json", input), ("models/tiny/1_Pooling/config.json", Encoding.UTF8.GetBytes(Pooling)));
            CompilerInput.Run(
                ("models/tiny/config.json", Config),
                ("models/tiny/modules.json", Encoding.UTF8.GetBytes(Modules)),
                ("models/tiny/1_Pooling/config.json", input),
                ("models/tiny/tokenizer_config.json", input),
                ("models/tiny/sentence_bert_config.json", input));
        });

    [Fact]
    public void ConfigsOfEveryFamily() => Fuzz(
        [.. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "families"), "config.json", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)],
        input => CompilerInput.Run(("models/tiny/config.json", input)));

    [Fact]
    public void RoutersAndTheirModules()
    {
        byte[] modules = Encoding.UTF8.GetBytes("""[{ "idx": 0, "name": "0", "path": "", "type": "sentence_transformers.base.modules.router.Router" }]""");
        byte[] sentences = Encoding.UTF8.GetBytes("""{ "model_type": "SparseEncoder", "prompts": { "query": "q: " }, "default_prompt_name": null, "similarity_fn_name": "dot", "max_active_dims": 8 }""");
        byte[] router = Encoding.UTF8.GetBytes(Router);
        byte[] splade = Encoding.UTF8.GetBytes("""{ "pooling_strategy": "max", "activation_function": "relu", "embedding_dimension": null }""");
        byte[] multi = Encoding.UTF8.GetBytes("""
            [{ "idx": 0, "name": "0", "path": "", "type": "sentence_transformers.base.modules.transformer.Transformer" },
             { "idx": 1, "name": "1", "path": "1_Dense", "type": "sentence_transformers.base.modules.dense.Dense" },
             { "idx": 2, "name": "2", "path": "2_MultiVectorMask", "type": "sentence_transformers.multi_vector_encoder.modules.multi_vector_mask.MultiVectorMask" }]
            """);
        byte[] many = Encoding.UTF8.GetBytes("""{ "model_type": "MultiVectorEncoder", "prompts": {}, "default_prompt_name": null, "similarity_fn_name": "maxsim" }""");
        byte[] dense = Encoding.UTF8.GetBytes("""{ "in_features": 32, "out_features": 8, "bias": false, "activation_function": "torch.nn.Identity" }""");
        byte[] mask = Encoding.UTF8.GetBytes("""{ "skiplist_words": ["!"], "skiplist_tasks": ["document"], "keep_only_token_ids": [1, 2] }""");
        byte[] encoder = Encoding.UTF8.GetBytes("""{ "transformer_task": "feature-extraction", "query_expansion": { "strategy": "fixed", "attend": false, "token": null, "length": 8 }, "query_length": 9 }""");

        // Each in the place of each: a reader meets what another is meant for.
        Fuzz([modules, sentences, router, splade, multi, many, dense, mask, encoder], input =>
        {
            CompilerInput.Run(
                ("models/tiny/document/config.json", Config), ("models/tiny/modules.json", modules), ("models/tiny/router_config.json", input),
                ("models/tiny/config_sentence_transformers.json", sentences), ("models/tiny/pooling/config.json", splade));
            CompilerInput.Run(
                ("models/tiny/document/config.json", Config), ("models/tiny/modules.json", modules), ("models/tiny/router_config.json", router),
                ("models/tiny/config_sentence_transformers.json", input), ("models/tiny/pooling/config.json", input), ("models/tiny/document/sentence_bert_config.json", input));
            CompilerInput.Run(
                ("models/tiny/config.json", Config), ("models/tiny/modules.json", multi), ("models/tiny/config_sentence_transformers.json", many),
                ("models/tiny/1_Dense/config.json", input), ("models/tiny/2_MultiVectorMask/config.json", input), ("models/tiny/sentence_bert_config.json", input));
            CompilerInput.Run(
                ("models/tiny/config.json", Config), ("models/tiny/modules.json", input), ("models/tiny/config_sentence_transformers.json", many),
                ("models/tiny/1_Dense/config.json", dense), ("models/tiny/2_MultiVectorMask/config.json", mask), ("models/tiny/sentence_bert_config.json", encoder));
        });
    }

    private static bool Throws<T>(Action read)
        where T : Exception
    {
        try
        {
            read();
            return false;
        }
        catch (T)
        {
            return true;
        }
    }

    private void Fuzz(byte[][] seeds, Action<byte[]> read)
    {
        output.WriteLine($"seed {FuzzBudget.Seed}, {FuzzBudget.InputsPerReader} inputs");
        foreach (byte[] seed in seeds)
        {
            Trial.Run(read, seed);
        }

        var random = new Random(FuzzBudget.Seed);
        for (int i = 0; i < FuzzBudget.InputsPerReader; i++)
        {
            byte[] seed = seeds[i % seeds.Length];
            Trial.Run(read, i % 2 == 0 ? Mutation.Apply(seed, random) : JsonMutation.Apply(seed, random));
        }
    }

    private static byte[][] Files(params string[] names) =>
        [.. names.Select(name => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "golden", name)))];
}
