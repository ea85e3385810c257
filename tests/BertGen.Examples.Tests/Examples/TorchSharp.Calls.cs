// block: docs/torchsharp.md | On a GPU, through TorchSharp | 1
// insert: docs/torchsharp.md | On a GPU, through TorchSharp | 2
// only compiles: it runs on a GPU; tests/BertGen.TorchSharp.Tests runs such classes on what is there
using System.Numerics.Tensors;
using BertGen;
using TorchSharp;

public static class Calls
{
    public static void Run(string[] texts, BertIndexer<WordNetMini> indexer, torch.Tensor inputIds, torch.Tensor offsets, torch.Tensor tokenTypeIds)
    {
        /*insert*/
    }
}
