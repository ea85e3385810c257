namespace BertGen;

/// <summary>
/// Asks the compiler to write the embedder of a pretrained BERT model into the partial class that carries this attribute.
/// The class knows where its weights come from: its <c>Load()</c> needs no argument.
/// </summary>
/// <remarks>
/// Nothing is downloaded while compiling, and at run time only when asked. Options are those of
/// <see cref="BertEmbedderAttribute"/>.
/// </remarks>
/// <param name="model">
/// <para>
/// One of <c>bert-base-uncased</c>, <c>bert-large-uncased</c>, <c>bert-base-cased</c>, <c>bert-large-cased</c>,
/// <c>bert-base-multilingual-uncased</c>, <c>bert-base-multilingual-cased</c> and <c>bert-base-chinese</c>, which the
/// compiler knows;
/// </para>
/// <para>
/// a folder, a config file, or a <c>.tar.gz</c> archive with <c>config.json</c> (or <c>bert_config.json</c>) at its top,
/// relative to the project folder;
/// </para>
/// <para>
/// or the name of a model on the Hugging Face hub, such as <c>sentence-transformers/all-MiniLM-L6-v2</c>, that was fetched
/// (<c>bertgen fetch NAME</c>) or whose files lie in a folder of that name in the project.
/// </para>
/// </param>
public sealed class PretrainedBertEmbedderAttribute(string model) : BertModelAttribute(model);
