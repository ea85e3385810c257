using BertGen.Text.Tokenizers.PostProcessing;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>Reads the post-processors of <c>tokenizer.json</c>.</summary>
internal static class PostProcessorReader
{
    /// <summary>Reads a post-processor.</summary>
    /// <exception cref="TokenizerException">It is none, or one that is not supported.</exception>
    public static PostProcessor Read(JsonPart part)
    {
        JsonPart type = part.Get("type");
        switch (type.Text)
        {
            case "Sequence":
                return ReadSequence(part);
            case "BertProcessing":
                return PostProcessor.Bert(ReadToken(part.Get("cls")), ReadToken(part.Get("sep")));
            case "RobertaProcessing":
                return PostProcessor.Roberta(ReadToken(part.Get("cls")), ReadToken(part.Get("sep"))) with
                {
                    TrimsWithPrefix = part.Get("trim_offsets").Boolean ? [part.Get("add_prefix_space").Boolean] : [],
                };
            case "ByteLevel":
                return PostProcessor.None with
                {
                    TrimsWithPrefix = part.Get("trim_offsets").Boolean ? [part.Get("add_prefix_space").Boolean] : [],
                };
            case "TemplateProcessing":
                JsonPart tokens = part.Get("special_tokens");
                return new PostProcessor(
                    ReadTemplate(part.Get("single"), tokens, isPair: false),
                    ReadTemplate(part.Get("pair"), tokens, isPair: true));
            default:
                throw type.Unsupported($"the post-processor {type.Text}");
        }
    }

    private static PostProcessor ReadSequence(JsonPart part)
    {
        PostProcessor result = PostProcessor.None;
        foreach (JsonPart item in part.Get("processors").Items)
        {
            if (result.Pair.SpecialCount > 0)
            {
                throw item.Unsupported("a post-processor after one that adds special tokens");
            }

            PostProcessor next = Read(item);
            result = next with { TrimsWithPrefix = [.. result.TrimsWithPrefix, .. next.TrimsWithPrefix] };
        }

        return result;
    }

    private static int ReadToken(JsonPart part)
    {
        JsonPart[] parts = [.. part.Items];
        return parts.Length == 2 ? parts[1].Integer(0, int.MaxValue) : throw part.Wrong("a token and its id");
    }

    private static RowTemplate ReadTemplate(JsonPart part, JsonPart tokens, bool isPair)
    {
        var items = new List<TemplateItem>();
        foreach (JsonPart item in part.Items)
        {
            if (item.Find("Sequence") is { } sequence)
            {
                int number = sequence.Get("id").Text switch
                {
                    "A" => 0,
                    "B" => 1,
                    _ => throw sequence.Get("id").Wrong("\"A\" or \"B\""),
                };

                // Windows after the first keep the types that texts have before a template.
                items.Add(new TemplateItem(number, [], ReadTypeId(sequence), number));
            }
            else
            {
                JsonPart special = item.Find("SpecialToken") ?? throw item.Wrong("\"Sequence\" or \"SpecialToken\"");
                JsonPart id = special.Get("id");
                JsonPart token = tokens.Find(id.Text) ?? throw id.Wrong("one of \"special_tokens\"");
                int[] ids = [.. token.Get("ids").Items.Select(value => value.Integer(0, int.MaxValue))];
                items.Add(TemplateItem.Special(ReadTypeId(special), ids));
            }
        }

        int first = items.Count(item => item.Sequence == 0), second = items.Count(item => item.Sequence == 1);
        return first == 1 && second == (isPair ? 1 : 0)
            ? new RowTemplate([.. items])
            : throw part.Wrong(isPair ? "each of \"A\" and \"B\" once" : "\"A\" once and no \"B\"");
    }

    private static int ReadTypeId(JsonPart part) => part.Get("type_id").Integer(0, int.MaxValue);
}
