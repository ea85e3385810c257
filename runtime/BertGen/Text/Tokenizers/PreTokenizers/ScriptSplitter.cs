using BertGen.Text.Tokenizers.Aligned;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.PreTokenizers;

/// <summary>
/// Cuts where the script changes. Kana belong to Han; a space, and a character of no script, belongs to what stands before
/// it, and is lost where nothing does.
/// </summary>
internal sealed class ScriptSplitter : Splitter
{
    private const int ProlongedSoundMark = 0x30FC;
    private const int None = 0;
    private const int Han = 3;
    private const int Hiragana = 4;
    private const int Katakana = 5;

    /// <inheritdoc/>
    protected override void Cut(ReadOnlySpan<char> chars, int offset, PooledBuffer<Split> target)
    {
        int last = -1, start = -1;
        for (int i = 0; i < chars.Length;)
        {
            int next = i;
            int script = ScriptOf(CodePoint.Read(chars, ref next));
            if (script != None)
            {
                if (script != last)
                {
                    Write(start, i, offset, target);
                    start = i;
                }

                last = script;
            }

            i = next;
        }

        Write(start, chars.Length, offset, target);
    }

    private static void Write(int start, int end, int offset, PooledBuffer<Split> target)
    {
        if (start >= 0 && end > start)
        {
            target.Add(new Split(offset + start, offset + end, -1));
        }
    }

    private static int ScriptOf(int codePoint) => codePoint switch
    {
        ' ' => None,
        ProlongedSoundMark => Han,
        _ => Character.ScriptOf(codePoint) is var script && script is Hiragana or Katakana ? Han : script,
    };
}
