using System.Text.Json;
using BertGen.Text.Tokenizers;

namespace BertGen.Tool.Pipe;

/// <summary><c>{"decode": [[id, ...], ...]}</c>: the texts that ids stand for.</summary>
internal sealed class DecodeRequest : IRequestKind
{
    private const string SkipSpecial = "skipSpecial";

    public string Name => "decode";

    public IReadOnlyList<string> Members => [SkipSpecial];

    public string Summary => """{"decode": [[id, ...], ...]}  ->  {"texts": [text, ...]}""";

    public void Answer(PipeRequest request, PipedModel model, Utf8JsonWriter answer)
    {
        RequestValue[] rows = [.. request.Get(Name).Items("an array of arrays of ids")];
        bool skipSpecial = request.Flag(SkipSpecial);
        TextTokenizer tokenizer = model.Tokenizer;
        answer.WriteStartArray("texts");
        foreach (RequestValue row in rows)
        {
            int[] ids = row.Ints();
            int unknown = Array.FindIndex(ids, id => tokenizer.TextOf(id) is null);
            if (unknown >= 0)
            {
                throw new PipeException(PipeCode.NotTaken, $"'{row.Place}[{unknown}]' is {ids[unknown]}; no token has this id.");
            }

            answer.WriteStringValue(tokenizer.Decode(ids, skipSpecial));
        }

        answer.WriteEndArray();
    }
}
