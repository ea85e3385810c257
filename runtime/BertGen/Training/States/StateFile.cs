using System.Runtime.InteropServices;
using System.Text;
using BertGen.Checkpoints;

namespace BertGen.Training.States;

/// <summary>A saved state. It is compared with the training, to the last byte, before anything of it is used.</summary>
/// <param name="file">The open file.</param>
internal readonly struct StateFile(Checkpoint file)
{
    /// <summary>Reads these tensors, after checking that the file holds them and no others, undamaged.</summary>
    /// <returns>The bytes of each tensor: all of them, so that nothing can go wrong any more when they are put in their places.</returns>
    /// <exception cref="CheckpointException">It does not, or somebody writes to it.</exception>
    public byte[][] Read(StateTensor[] tensors)
    {
        if (file.Find(StateTensor.ChecksumName) is null || file.Find(StateTensor.RecipeName) is null)
        {
            throw new CheckpointException(file.Path, "expected the state of a training, found other tensors.");
        }

        CheckRecipe(tensors.Single(tensor => tensor.Name == StateTensor.RecipeName));
        foreach (StateTensor tensor in tensors)
        {
            CheckShape(tensor.Name, tensor.Type, tensor.Shape);
        }

        string? foreign = file.Tensors.Select(entry => entry.Name)
            .Except([StateTensor.ChecksumName, .. tensors.Select(tensor => tensor.Name)])
            .Order(StringComparer.Ordinal)
            .FirstOrDefault();
        if (foreign is not null)
        {
            throw new CheckpointException(file.Path, foreign, $"{foreign} is no part of this training: it is the state of another one.");
        }

        CheckShape(StateTensor.ChecksumName, TensorElementType.U32, [tensors.Length]);
        byte[][] contents = new byte[tensors.Length][];
        for (int i = 0; i < tensors.Length; i++)
        {
            contents[i] = Bytes(tensors[i].Name);
        }

        CheckBytes(tensors, contents);
        return contents;
    }

    private byte[] Bytes(string name)
    {
        TensorEntry entry = file.Find(name)!;
        return file.GetBytes(entry, 0, checked((int)entry.ByteLength));
    }

    private void CheckRecipe(StateTensor recipe)
    {
        byte[] found = Bytes(StateTensor.RecipeName);
        if (!recipe.Read().SequenceEqual(found))
        {
            throw new CheckpointException(
                file.Path, StateTensor.RecipeName, $"expected the state of a training with '{Encoding.UTF8.GetString(recipe.Read())}', found one with '{Encoding.UTF8.GetString(found)}'.");
        }
    }

    private void CheckShape(string name, TensorElementType type, long[] shape)
    {
        TensorEntry? found = file.Find(name);
        if (found is null || found.Type != type || !found.Shape.AsSpan().SequenceEqual(shape))
        {
            throw new CheckpointException(
                file.Path,
                name,
                $"{name}: expected {type.Name()} [{string.Join(", ", shape)}], found {(found is null ? "none" : $"{found.Type.Name()} [{string.Join(", ", found.Shape)}]")}: it is the state of another training.");
        }
    }

    private void CheckBytes(StateTensor[] tensors, byte[][] contents)
    {
        ReadOnlySpan<uint> expected = MemoryMarshal.Cast<byte, uint>(Bytes(StateTensor.ChecksumName));
        for (int i = 0; i < tensors.Length; i++)
        {
            uint found = Crc32C.Compute(contents[i]);
            if (found != expected[i])
            {
                throw new CheckpointException(
                    file.Path, tensors[i].Name, $"{tensors[i].Name}: expected the checksum {expected[i]:x8}, found {found:x8}: its data is damaged.");
            }
        }
    }
}
