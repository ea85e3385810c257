using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Patterns;

/// <summary>
/// A regular expression, run by trying and going back. The number of steps is bounded: a pattern that would take for ever
/// on some text is an error instead.
/// </summary>
internal sealed class RegexPattern(string pattern, RegexInstruction[] program, CharacterClass[] classes) : TextPattern
{
    private const int StepsAlways = 1_000_000;
    private const int StepsForEachUnit = 10_000;

    [ThreadStatic]
    private static PooledBuffer<long>? _stack;

    /// <inheritdoc/>
    public override bool TryFind(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        PooledBuffer<long> stack = _stack ??= new PooledBuffer<long>();
        stack.Clear();
        long steps = StepsAlways + ((long)text.Length * StepsForEachUnit);
        for (start = from; start <= text.Length; start += start < text.Length ? Character.UnitsAt(text, start) : 1)
        {
            end = Match(text, start, 0, stack, ref steps);
            if (end >= 0)
            {
                return true;
            }
        }

        (start, end) = (text.Length, text.Length);
        return false;
    }

    /// <summary>The end of the match of the instructions from <paramref name="at"/> on, or -1.</summary>
    private int Match(ReadOnlySpan<char> text, int position, int at, PooledBuffer<long> stack, ref long steps)
    {
        int bottom = stack.Count;
        while (true)
        {
            if (--steps < 0)
            {
                throw new PatternException($"the pattern '{pattern}' takes too many steps on this text");
            }

            RegexInstruction instruction = program[at++];
            bool fails = false;
            switch (instruction.Operation)
            {
                case RegexOperation.Match:
                    stack.Truncate(bottom);
                    return position;
                case RegexOperation.Jump:
                    at = instruction.Operand;
                    break;
                case RegexOperation.TryNext:
                    stack.Add(((long)instruction.Operand << 32) | (uint)position);
                    break;
                case RegexOperation.TryTarget:
                    stack.Add(((long)at << 32) | (uint)position);
                    at = instruction.Operand;
                    break;
                case RegexOperation.Ahead or RegexOperation.NotAhead:
                    fails = Match(text, position, at, stack, ref steps) < 0 == (instruction.Operation == RegexOperation.Ahead);
                    at = instruction.Operand;
                    break;
                case RegexOperation.Atomic:
                    int end = Match(text, position, at, stack, ref steps);
                    fails = end < 0;
                    position = end;
                    at = instruction.Operand;
                    break;
                default:
                    fails = !TryTake(instruction, text, ref position);
                    break;
            }

            if (!fails)
            {
                continue;
            }

            if (stack.Count == bottom)
            {
                return -1;
            }

            long last = stack.Written[^1];
            stack.Truncate(stack.Count - 1);
            (at, position) = ((int)(last >> 32), (int)last);
        }
    }

    private bool TryTake(RegexInstruction instruction, ReadOnlySpan<char> text, ref int position)
    {
        bool isEnd = position == text.Length;
        switch (instruction.Operation)
        {
            case RegexOperation.Start:
                return position == 0;
            case RegexOperation.End:
                return isEnd;
            case RegexOperation.EndOrLastLine:
                return isEnd || (position == text.Length - 1 && text[position] == '\n');
            case RegexOperation.LineStart:
                return position == 0 || (text[position - 1] == '\n' && !isEnd);
            case RegexOperation.LineEnd:
                return isEnd || text[position] == '\n';
            default:
                break;
        }

        if (isEnd)
        {
            return false;
        }

        int codePoint = CodePoint.Read(text, ref position);
        return instruction.Operation switch
        {
            RegexOperation.Character => codePoint == instruction.Operand,
            RegexOperation.FoldedCharacter => CaseFolding.Fold(codePoint) == instruction.Operand,
            RegexOperation.Class => classes[instruction.Operand].Contains(codePoint),
            _ => codePoint != '\n',
        };
    }
}
