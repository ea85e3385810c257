using BertGen.Checkpoints.Archives;
using BertGen.Checkpoints.Safetensors;
using BertGen.Checkpoints.TensorFlow;
using BertGen.Checkpoints.Torch;

namespace BertGen.Checkpoints;

/// <summary>Reads the list of tensors from a file of any format.</summary>
internal static class CheckpointReader
{
    /// <param name="path">An existing file.</param>
    /// <param name="files">Keeps what is opened.</param>
    /// <exception cref="CheckpointException">The file is no checkpoint, or it is damaged.</exception>
    public static CheckpointContent Read(string path, OpenFiles files)
    {
        OpenFile file = files.Open(path);
        return FormatDetection.Detect(path, file) switch
        {
            CheckpointFormat.ShardIndex => new(ShardReader.Read(path, file, files)),
            CheckpointFormat.TensorFlowIndex => new(TensorFlowReader.Read(path, file, files)),
            CheckpointFormat.Archive => ArchiveReader.Read(path, file, files),
            _ => new(ReadTensors(path, file)),
        };
    }

    /// <summary>Reads a file that holds the tensors themselves.</summary>
    public static IReadOnlyCollection<StoredTensor> ReadTensors(string path, OpenFile file) => FormatDetection.Detect(path, file) switch
    {
        CheckpointFormat.Safetensors => SafetensorsReader.Read(path, file),
        CheckpointFormat.TorchZip => TorchZipReader.Read(path, file),
        CheckpointFormat.TorchStream => TorchStreamReader.Read(path, file),
        CheckpointFormat format => throw new CheckpointException(path, $"expected a file with tensors, found {format}."),
    };
}
