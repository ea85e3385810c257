using System.Reflection;

namespace BertGen.Benchmarks.Text;

/// <summary>FastBertTokenizer, from an assembly that is named when measuring: nothing here is built with it.</summary>
internal sealed class PeerTokenizer
{
    private const int LongestText = 1 << 16;

    private readonly long[] _ids = new long[LongestText];
    private readonly long[] _mask = new long[LongestText];
    private readonly EncodeText _encode;

    private PeerTokenizer(EncodeText encode) => _encode = encode;

    private delegate int EncodeText(string text, Span<long> ids, Span<long> mask, int? padTo);

    /// <summary>Reads its assembly, and lets it read a vocabulary of lower-case pieces.</summary>
    public static PeerTokenizer Load(string assembly, string vocabulary)
    {
        Type type = Assembly.LoadFrom(assembly).GetType("FastBertTokenizer.BertTokenizer", throwOnError: true)!;
        object tokenizer = Activator.CreateInstance(type)!;
        MethodInfo load = type.GetMethods().Single(method => method.Name == "LoadVocabulary");
        using StreamReader lines = File.OpenText(vocabulary);
        object?[] rest = [.. load.GetParameters().Skip(2).Select(parameter => parameter.DefaultValue)];
        load.Invoke(tokenizer, [lines, true, .. rest]);
        Type[] parameters = [typeof(string), typeof(Span<long>), typeof(Span<long>), typeof(int?)];
        return new PeerTokenizer(type.GetMethod("Encode", parameters)!.CreateDelegate<EncodeText>(tokenizer));
    }

    /// <summary>The pieces of a text with those at its ends, until the next call.</summary>
    public ReadOnlySpan<long> Encode(string text) => _ids.AsSpan(0, _encode(text, _ids, _mask, null));
}
