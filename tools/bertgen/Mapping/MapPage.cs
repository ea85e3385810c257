using System.Net;
using System.Text;
using System.Text.Json;
using BertGen.Engine.Batches;

namespace BertGen.Tool.Mapping;

/// <summary>One file of HTML with the map, its texts and what draws it: nothing is loaded from anywhere.</summary>
internal static class MapPage
{
    private const string Resource = "BertGen.Tool.Mapping.map.html";
    private const string TitlePlace = "<!--title-->", DataPlace = "/*data*/";

    /// <summary>Neighbours are found among all vectors and not on the plane: up to so many texts that takes seconds.</summary>
    private const int MostWithNeighbours = 20_000;
    private const int Neighbours = 5;

    /// <summary>A page, and how much of the spread its plane shows.</summary>
    /// <param name="Html">The page.</param>
    /// <param name="Shares">The shares of the two axes, from 0 to 1.</param>
    internal sealed record Map(string Html, (double X, double Y) Shares);

    /// <param name="texts">The texts with their vectors.</param>
    /// <param name="title">What stands above the map.</param>
    public static Map Of(TextEmbeddings texts, string title)
    {
        PrincipalPlane.Projection plane = PrincipalPlane.Project(DenseValues.Of<float>(texts.Vectors), texts.Dimensions);
        string html = Template().Replace(DataPlace, Json(texts, plane)).Replace(TitlePlace, WebUtility.HtmlEncode(title));
        return new Map(html, plane.Shares);
    }

    private static string Template()
    {
        using var reader = new StreamReader(typeof(MapPage).Assembly.GetManifestResourceStream(Resource)!);
        return reader.ReadToEnd();
    }

    /// <summary>The data as JSON, with every character escaped that could end the script.</summary>
    private static string Json(TextEmbeddings texts, PrincipalPlane.Projection plane)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            WriteNumbers(writer, "shares", [(float)plane.Shares.X, (float)plane.Shares.Y]);
            WriteNumbers(writer, "x", plane.X);
            WriteNumbers(writer, "y", plane.Y);
            JsonOption.WriteTexts(writer, "texts", texts.Texts);
            if (texts.Count <= MostWithNeighbours)
            {
                WriteNeighbours(writer, texts);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void WriteNeighbours(Utf8JsonWriter writer, TextEmbeddings texts)
    {
        writer.WriteStartArray("near");
        SearchHit[][] found = texts.Nearest(texts, Neighbours + 1);
        for (int row = 0; row < found.Length; row++)
        {
            writer.WriteStartArray();
            foreach (SearchHit hit in found[row].Where(hit => hit.Index != row).Take(Neighbours))
            {
                writer.WriteNumberValue(hit.Index);
                writer.WriteNumberValue(MathF.Round(hit.Score, 4));
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter writer, string name, float[] values)
    {
        writer.WriteStartArray(name);
        foreach (float value in values)
        {
            writer.WriteNumberValue(value);
        }

        writer.WriteEndArray();
    }
}
