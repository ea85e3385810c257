// block: README.md | Five minutes | 1
// insert: README.md | What a class can do | 2
using System.Numerics.Tensors;
using BertGen;
using BertGen.Examples.Tests;

using WordNetMini model = WordNetMini.Load("models/wordnet-mini");
string longText = string.Join(' ', Enumerable.Repeat("fear of a young dog", 200));

/*insert*/

Check.Equal(1000L, words.Lengths[1]);

// The words of the first half of the first window are those of the text cut to one window: here a word is a piece.
int kept = (WordNetMini.MaxPieces - 2) / 4;
Tensor<float> cut = model.Forward(WordNetMini.LoadIndexer("models/wordnet-mini").Index(longText));
Check.Near(First(cut), First(words));

float[] First(Tensor<float> vectors)
{
    float[] values = new float[vectors.FlattenedLength];
    vectors.FlattenTo(values);
    return values[..(kept * WordNetMini.HiddenSize)];
}
