namespace BertGen;

/// <summary>The options that all attributes share which ask for a compiled model.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public abstract class BertModelAttribute : Attribute
{
    private protected BertModelAttribute(string model) => Model = model;

    /// <summary>The model that was named.</summary>
    public string Model { get; }

    /// <summary>
    /// True lets <c>Forward</c> return the last layer alone; false (the default), the scalar mix of all layers. <c>Embed</c> pools the
    /// last layer either way: see <see cref="EmbedScalarMix"/>.
    /// </summary>
    public bool TopLayerOnly { get; set; }

    /// <summary>
    /// Window length in pieces; longer inputs are split in overlapping windows, encoded as one batch and recombined.
    /// Default: 512, or the length of the model's position table when that is smaller.
    /// </summary>
    public int MaxPieces { get; set; }

    /// <summary>Special pieces at the start of every window. Default: 1 (<c>[CLS]</c>).</summary>
    public int NumStartTokens { get; set; } = 1;

    /// <summary>Special pieces at the end of every window. Default: 1 (<c>[SEP]</c>).</summary>
    public int NumEndTokens { get; set; } = 1;

    /// <summary>
    /// One raw weight per layer, bottom layer first; they are softmaxed when compiling and are constants from then on.
    /// Negative infinity drops a layer. Without them the mix is learned: see the <c>ScalarMix</c> property of the class.
    /// </summary>
    public double[]? ScalarMixParameters { get; set; }

    /// <summary>True also writes the backward pass; without it no gradient code exists in the class.</summary>
    public bool RequiresGrad { get; set; }

    /// <summary>True makes the embeddings constants of a class that is trained. Default: false, unless layers are frozen.</summary>
    public bool FreezeEmbeddings { get; set; }

    /// <summary>
    /// The embeddings and so many layers, bottom first, are constants of a class that is trained: nothing below the lowest trained
    /// layer is kept or has a gradient. All layers may be frozen where the mix is learned. Default: 0.
    /// </summary>
    public int FrozenLayers { get; set; }

    /// <summary>
    /// True keeps of a training step only the output of every layer, and computes layers again in the backward pass: less memory for
    /// a third more work. Default: false.
    /// </summary>
    public bool Checkpointing { get; set; }

    /// <summary>
    /// Which head of the model is compiled over the encoder. Default: the classifier that the config names. With
    /// <see cref="BertHead.MaskedLanguage"/> the class has <c>PredictTokens</c>, and <c>EmbedSparse</c> unless <c>modules.json</c> says otherwise.
    /// </summary>
    public BertHead Head { get; set; }

    /// <summary>
    /// How the pieces of a text become one vector; anything but <see cref="BertPooling.None"/> adds <c>Embed(texts)</c>.
    /// It pools the last layer. Default: what <c>modules.json</c> of the folder says, else <see cref="BertPooling.None"/>. With
    /// <c>modules.json</c>, it takes the place of the folder's way of pooling, and the modules behind it stay.
    /// </summary>
    public BertPooling Pooling { get; set; }

    /// <summary>
    /// True scales every sentence vector to length 1. Default: true when <c>modules.json</c> has a normalise module.
    /// </summary>
    public bool Normalize { get; set; }

    /// <summary>
    /// How many leading components of every sentence vector are kept, for models that were trained for it (Matryoshka). Default: what
    /// <c>truncate_dim</c> of the folder says, else all. Vectors are cut behind all modules, so those of length 1 become shorter;
    /// <c>EmbedOptions</c> scales them again.
    /// </summary>
    public int Dimensions { get; set; }

    /// <summary>
    /// True lets <c>Embed</c> pool the scalar mix that <c>Forward</c> returns: the pooling and normalisation of the model folder are
    /// then applied to the mix, which gives other vectors than the folder was made for. Default: false, <c>Embed</c> pools the last
    /// layer, whatever <c>Forward</c> returns.
    /// </summary>
    public bool EmbedScalarMix { get; set; }

    /// <summary>
    /// True adds <c>Pool</c>, the model's pooler: <c>tanh(dense(first vector))</c>, one vector for each text. Its weights are
    /// needed only then.
    /// </summary>
    public bool Pooler { get; set; }

    /// <summary>What executes the class. Default: <see cref="BertTarget.Managed"/>.</summary>
    public BertTarget Target { get; set; }

    /// <summary>Where a class for <see cref="BertTarget.TorchSharp"/> computes. Default: <see cref="BertDevice.Cuda"/>.</summary>
    public BertDevice Device { get; set; }

    /// <summary>How the class computes. Default: <see cref="BertPrecision.Float32"/>.</summary>
    public BertPrecision Precision { get; set; }
}
