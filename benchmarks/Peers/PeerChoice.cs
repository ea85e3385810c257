namespace BertGen.Benchmarks.Peers;

/// <summary>Which peers to run.</summary>
/// <param name="OnnxRuntime">Whether ONNX Runtime runs.</param>
/// <param name="PyTorch">Whether PyTorch runs.</param>
/// <param name="Python">The interpreter that has PyTorch.</param>
internal sealed record PeerChoice(bool OnnxRuntime, bool PyTorch, string Python);
