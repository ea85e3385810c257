using System.Runtime.InteropServices;
using BertGen.Checkpoints;
using BertGen.Checkpoints.Safetensors;
using BertGen.Files;
using BertGen.Training.States;

namespace BertGen.Training;

/// <summary>
/// Everything that a training has to remember to go on after it was broken off as if it had not been: values, averages and step
/// of the optimizer, and the places of all random sequences. It is kept as one safetensors file.
/// </summary>
/// <example>
/// <code>
/// var state = new TrainingState(optimizer, recipe: "batch 256, 2000 steps") { ["dropout"] = model.Dropout, ["batches"] = batches };
/// state.TryLoad("training.safetensors");
/// </code>
/// </example>
public sealed class TrainingState
{
    private readonly AdamW _optimizer;
    private readonly string _recipe;
    private readonly SortedDictionary<string, IRandomState> _sequences = new(StringComparer.Ordinal);

    /// <summary>The state of an optimizer and of its parameters. Nothing is copied before it is saved.</summary>
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="recipe">What else decides how the training goes on; a state of another recipe is refused.</param>
    public TrainingState(AdamW optimizer, string recipe = "")
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(recipe);
        _optimizer = optimizer;
        _recipe = recipe;
    }

    /// <summary>A random sequence that the training uses, by a name of its own.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="KeyNotFoundException">There is no sequence of that name.</exception>
    public IRandomState this[string name]
    {
        get => _sequences[name];
        set => _sequences[name] = value;
    }

    /// <summary>
    /// Writes the state. The file appears whole or not at all; one that was there is replaced. What a process that was killed has left
    /// beside it is removed.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written, or somebody else is writing it.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var writer = new SafetensorsWriter();
        StateTensor[] tensors = Tensors();
        foreach (StateTensor tensor in tensors)
        {
            writer.AddStreamed(tensor.Name, tensor.Type, tensor.Shape, stream => stream.Write(tensor.Read()));
        }

        writer.AddStreamed(StateTensor.ChecksumName, TensorElementType.U32, [tensors.Length], stream => stream.Write(Checksums(tensors)));
        try
        {
            writer.Save(path);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{path}: the state cannot be saved: {e.Message}", e);
        }
    }

    /// <summary>Goes back to a saved state, if there is one.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Whether there is such a file.</returns>
    /// <exception cref="CheckpointException">The file is broken, or of another training. Nothing has changed.</exception>
    public bool TryLoad(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!File.Exists(path))
        {
            SavePlace.TryBringInOrder(path);
            return false;
        }

        Load(path);
        return true;
    }

    /// <summary>Goes back to a saved state.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="CheckpointException">The file is missing, broken, or of another training. Nothing has changed.</exception>
    public void Load(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        SavePlace.TryBringInOrder(path);
        StateTensor[] tensors = Tensors();
        using Checkpoint checkpoint = Checkpoint.Open(path);
        byte[][] contents = new StateFile(checkpoint).Read(tensors);
        for (int i = 0; i < tensors.Length; i++)
        {
            tensors[i].Write(contents[i]);
        }
    }

    private static ReadOnlySpan<byte> Checksums(StateTensor[] tensors) =>
        MemoryMarshal.AsBytes<uint>(Array.ConvertAll(tensors, tensor => Crc32C.Compute(tensor.Read())));

    /// <summary>All parts, by name: the checksums have an order that parameters and groups do not change.</summary>
    private StateTensor[] Tensors()
    {
        StateTensor[] tensors =
        [
            StateTensor.Recipe(_recipe),
            StateTensor.Steps(_optimizer),
            .. _sequences.Select(named => StateTensor.Sequence(named.Key, named.Value)),
            .. _optimizer.Moments.SelectMany(StateTensor.Of),
        ];
        Array.Sort(tensors, (left, right) => string.CompareOrdinal(left.Name, right.Name));
        return tensors;
    }
}
