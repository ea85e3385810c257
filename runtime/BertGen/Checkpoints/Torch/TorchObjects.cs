namespace BertGen.Checkpoints.Torch;

/// <summary>Gives the names in a pickled checkpoint their meaning: tensors as views of storages, and the dictionaries around them.</summary>
internal sealed class TorchObjects(IStorageSource source) : IPickleHost
{
    private const int MaxRank = 16;
    private const int MaxCopiedItems = 1_000_000;

    private int _copiedItems;

    public object? Resolve(string module, string name) => TorchGlobals.Find(module, name);

    public object? Call(object callable, object?[] arguments) => callable switch
    {
        TorchFunction.OrderedDict => OrderedDict(arguments),
        TorchFunction.RebuildTensor => Tensor(arguments, type: null),
        TorchFunction.RebuildTypedTensor when arguments is [_, _, _, _, _, _, TensorElementType type, ..] => Tensor(arguments, type),
        TorchFunction.First when arguments is [{ } first, ..] => first,
        _ => null,
    };

    public object? Load(object? reference)
    {
        // A sixth element, of the old stream format, tells which part of the storage is meant.
        if (reference is not object?[] parts || parts is not ["storage", TorchStorageType storageType, string key, string, long and >= 0 and var length, .. var rest])
        {
            return null;
        }

        TorchStorage storage = source.Find(key, storageType.Type, length);
        return rest switch
        {
            [] or [null] => new TorchStoragePart(storage, 0, length),
            [object?[] view] => Part(storage, view),
            _ => null,
        };
    }

    private static TorchStoragePart? Part(TorchStorage storage, object?[] view) =>
        view is [string, long offset, long length] && offset >= 0 && length >= 0 && offset <= storage.Length && length <= storage.Length - offset
            ? new TorchStoragePart(storage, offset, length)
            : null;

    private PickleDictionary? OrderedDict(object?[] arguments)
    {
        var dictionary = new PickleDictionary();
        if (arguments is [])
        {
            return dictionary;
        }

        if (arguments is not [List<object?> pairs])
        {
            return null;
        }

        // Copies without removing anything: a short pickle could ask for it over and over.
        _copiedItems += pairs.Count;
        foreach (object? pair in pairs)
        {
            if (_copiedItems > MaxCopiedItems || Pair(pair) is not { } item)
            {
                return null;
            }

            dictionary.Items.Add(item);
        }

        return dictionary;
    }

    private static (object? Key, object? Value)? Pair(object? pair) => pair switch
    {
        object?[] and [var key, var value] => (key, value),
        List<object?> and [var key, var value] => (key, value),
        _ => null,
    };

    private static TorchTensor? Tensor(object?[] arguments, TensorElementType? type)
    {
        if (arguments is not [TorchStoragePart data, long and >= 0 and var offset, object?[] shape, object?[] strides, ..] || shape.Length > MaxRank || shape.Length != strides.Length)
        {
            return null;
        }

        return (type ?? data.Storage.Type) is { } elementType && Numbers(shape) is { } sizes && Numbers(strides) is { } steps
            ? new TorchTensor(data, elementType, offset, sizes, steps)
            : null;
    }

    private static long[]? Numbers(object?[] values) =>
        Array.TrueForAll(values, value => value is long and >= 0) ? Array.ConvertAll(values, value => (long)value!) : null;
}
