namespace BertGen.Checkpoints.Torch;

/// <summary>Decides what a pickle may refer to. Everything it gives is plain data: no pickle ever runs code.</summary>
internal interface IPickleHost
{
    /// <summary>What a name of a module stands for, or null where it is not allowed.</summary>
    object? Resolve(string module, string name);

    /// <summary>What calling a resolved name gives, or null where it cannot be called like this.</summary>
    object? Call(object callable, object?[] arguments);

    /// <summary>What a reference to something outside the pickle stands for, or null where it is malformed.</summary>
    object? Load(object? reference);
}
