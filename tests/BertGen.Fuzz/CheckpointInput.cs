using BertGen.Checkpoints;
using BertGen.Tests.Checkpoints;

namespace BertGen.Fuzz;

/// <summary>Opens bytes as a checkpoint and reads whatever it claims to hold.</summary>
internal sealed class CheckpointInput : IDisposable
{
    // More values than any of the small files has; what says it has more is not read.
    private const long MostValues = 1 << 20;

    private readonly TemporaryFolder _folder = new();

    /// <summary>How many inputs were read and refused: a run that opens nothing tests little.</summary>
    public (int Opened, int Refused) Count { get; private set; }

    /// <summary>Adds a file that stays, of an old date: reading a new one waits for the clock to move on.</summary>
    public void Put(string name, byte[] content)
    {
        File.WriteAllBytes(_folder.File(name), content);
        File.SetLastWriteTimeUtc(_folder.File(name), DateTime.UnixEpoch);
    }

    public void Read(string name, byte[] content)
    {
        Put(name, content);
        string[] before = Directory.GetFileSystemEntries(_folder.Path);
        try
        {
            using Checkpoint checkpoint = Checkpoint.Open(_folder.File(name));
            foreach (TensorEntry tensor in checkpoint.Tensors)
            {
                ReadValues(checkpoint, tensor);
            }

            Count = (Count.Opened + 1, Count.Refused);
        }
        catch (CheckpointException)
        {
            Count = (Count.Opened, Count.Refused + 1);
        }

        Assert.Equal(before, Directory.GetFileSystemEntries(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();

    private static void ReadValues(Checkpoint checkpoint, TensorEntry tensor)
    {
        if (tensor.Shape is not ([>= 0 and <= MostValues] or [>= 0 and <= MostValues, > 0 and <= MostValues]))
        {
            return;
        }

        int rows = (int)tensor.Shape[0];
        int columns = tensor.Shape.Length == 1 ? 0 : (int)tensor.Shape[1];
        if ((long)rows * Math.Max(columns, 1) > MostValues)
        {
            return;
        }

        WeightSpec spec = columns == 0 ? WeightSpec.Vector(tensor.Name, rows) : WeightSpec.Matrix(tensor.Name, rows, columns);
        try
        {
            float[] values = new float[spec.Count];
            BoundWeights weights = checkpoint.Bind([spec]);
            weights.Read(tensor.Name, values);
        }
        catch (CheckpointException)
        {
        }
    }
}
