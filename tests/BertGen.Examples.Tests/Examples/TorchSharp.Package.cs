// block: runtime/BertGen.TorchSharp/PACKAGE.md | BertGen.TorchSharp | 1
// only compiles: it runs on a GPU; tests/BertGen.TorchSharp.Tests runs such classes on what is there
