using System.Globalization;
using System.Text;

namespace BertGen.Tasks;

/// <summary>Writes JSON.</summary>
internal static class JsonText
{
    /// <summary>A text as a JSON string.</summary>
    public static byte[] OfString(string text)
    {
        var json = new StringBuilder("\"");
        foreach (char c in text)
        {
            json.Append(c switch
            {
                '"' or '\\' => "\\" + c,
                < ' ' => "\\u" + ((int)c).ToString("x4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        }

        return Encoding.UTF8.GetBytes(json.Append("\"\n").ToString());
    }
}
