namespace BertGen.Checkpoints.Torch;

/// <summary>What a pickled checkpoint may name; everything else is refused.</summary>
internal enum TorchFunction
{
    /// <summary>Makes a dictionary that keeps its order.</summary>
    OrderedDict,

    /// <summary>Makes a tensor: storage, offset, shape, strides.</summary>
    RebuildTensor,

    /// <summary>Makes a tensor of a storage without type: as before, then two of no meaning here, then the type.</summary>
    RebuildTypedTensor,

    /// <summary>Gives its first argument: a parameter is its tensor, a size its tuple, an encoded text its text.</summary>
    First,
}
