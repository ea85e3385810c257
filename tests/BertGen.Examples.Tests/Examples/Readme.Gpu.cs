// block: README.md | On a GPU | 1
// only compiles: it runs on a GPU; tests/BertGen.TorchSharp.Tests runs such classes on what is there
