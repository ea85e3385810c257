// block: README.md | Five minutes | 1
// insert: docs/ml-tokenizers.md | A tokenizer of Microsoft.ML.Tokenizers | 1
using System.Numerics.Tensors;
using BertGen;
using BertGen.Examples.Tests;

/*insert*/

using WordNetMini model = WordNetMini.Load("models/wordnet-mini");
Tensor<float> pieces = model.Forward(input.InputIds);
Check.Near(Reference.WordNetMiniPieces("fear of heights"), pieces[0..1, .., ..]);
