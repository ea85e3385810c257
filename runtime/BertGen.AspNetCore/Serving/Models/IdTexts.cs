using BertGen.Serving.Http;
using BertGen.Text.Tokenizers;

namespace BertGen.Serving.Models;

/// <summary>Texts that are given as ids of their pieces.</summary>
internal static class IdTexts
{
    /// <summary>The text of ids. The model takes texts: ids that are not those of their own text would become another vector, and are an error.</summary>
    /// <param name="place">Where the request has them.</param>
    /// <param name="ids">The ids, with or without the special ones around a text.</param>
    /// <param name="tokenizer">The tokenizer of the model.</param>
    /// <exception cref="RequestException">There is no token with an id, or no text has these ids.</exception>
    public static string TextOf(string place, int[] ids, TextTokenizer tokenizer)
    {
        CheckKnown(place, ids, tokenizer);
        string text = tokenizer.Decode(ids, skipsSpecialTokens: true, cleansUpSpaces: false);
        return IsSame(text, ids, tokenizer) || IsSame(text = tokenizer.Decode(ids, skipsSpecialTokens: true), ids, tokenizer)
            ? text
            : throw new RequestException(
                Microsoft.AspNetCore.Http.StatusCodes.Status422UnprocessableEntity, ErrorKind.Tokenizer, $"`{place}`: no text has these ids; send the text")
            { Parameter = place };
    }

    /// <exception cref="RequestException">There is no token with an id.</exception>
    public static void CheckKnown(string place, int[] ids, TextTokenizer tokenizer)
    {
        int unknown = Array.FindIndex(ids, id => tokenizer.TextOf(id) is null);
        if (unknown >= 0)
        {
            throw new RequestException(
                Microsoft.AspNetCore.Http.StatusCodes.Status422UnprocessableEntity, ErrorKind.Tokenizer, $"`{place}[{unknown}]` is {ids[unknown]}; no token has this id")
            { Parameter = place };
        }
    }

    private static bool IsSame(string text, int[] ids, TextTokenizer tokenizer)
    {
        try
        {
            return tokenizer.Encode(text).Ids.SequenceEqual(ids) || tokenizer.Encode(text, new EncodingOptions { AddsSpecialTokens = false }).Ids.SequenceEqual(ids);
        }
        catch (TokenizerException)
        {
            return false;
        }
    }
}
