using System.Globalization;
using System.Text;

namespace BertGen.Tasks;

/// <summary>Writes JSON.</summary>
internal static class JsonText
{
    /// <summary>A text as a JSON string.</summary>
    public static byte[] OfString(string text) => Encoding.UTF8.GetBytes(Quote(text) + "\n");

    /// <summary>An object of strings.</summary>
    public static byte[] OfObject(params (string Key, string Value)[] members) =>
        Encoding.UTF8.GetBytes($"{{{string.Join(", ", members.Select(member => Quote(member.Key) + ": " + Quote(member.Value)))}}}\n");

    private static string Quote(string text)
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

        return json.Append('"').ToString();
    }
}
