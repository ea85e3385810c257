// block: docs/torchsharp.md | Training | 1
// insert: docs/torchsharp.md | Training | 2
// only compiles: it runs on a GPU; tests/BertGen.TorchSharp.Tests runs such classes on what is there
using TorchSharp;

public static class Training
{
    public static void Run((string[] Texts, torch.Tensor Targets)[] batches)
    {
        /*insert*/
    }
}
