namespace BertGen.Text.Tokenizers.Loading;

/// <summary>The tokenizer classes that a folder can ask for.</summary>
internal enum TokenizerClass
{
    /// <summary>The file <c>tokenizer.json</c> as it stands.</summary>
    TokenizersBackend,

    /// <summary>BERT's; ELECTRA's too.</summary>
    BertTokenizer,

    /// <summary>DistilBERT's: BERT's without token types.</summary>
    DistilBertTokenizer,

    /// <summary>MPNet's.</summary>
    MPNetTokenizer,

    /// <summary>Funnel's.</summary>
    FunnelTokenizer,

    /// <summary>RoBERTa's.</summary>
    RobertaTokenizer,

    /// <summary>XLM-RoBERTa's.</summary>
    XLMRobertaTokenizer,

    /// <summary>CamemBERT's.</summary>
    CamembertTokenizer,

    /// <summary>ALBERT's.</summary>
    AlbertTokenizer,

    /// <summary>T5's.</summary>
    T5Tokenizer,

    /// <summary>Qwen2's and Qwen3's.</summary>
    Qwen2Tokenizer,
}
