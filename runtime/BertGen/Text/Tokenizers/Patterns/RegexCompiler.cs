using System.Globalization;
using BertGen.Text.Unicode;

namespace BertGen.Text.Tokenizers.Patterns;

/// <summary>
/// Reads the regular expressions of tokenizer files: the syntax of Ruby as far as such files use it. Groups, alternatives,
/// quantifiers, sets with categories, anchors and looking ahead; anything else is an error.
/// </summary>
internal sealed class RegexCompiler
{
    private const int MostInstructions = 20_000;
    private const int MostRepeats = 1_000;
    private const int MaxDepth = 64;
    private readonly string _pattern;
    private readonly List<RegexInstruction> _program = [];
    private readonly List<CharacterClass> _classes = [];
    private int _place;
    private int _depth;
    private bool _ignoresCase;

    private RegexCompiler(string pattern) => _pattern = pattern;

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="PatternException">It is wrong, or uses what is not supported.</exception>
    public static RegexPattern Compile(string pattern)
    {
        var compiler = new RegexCompiler(pattern);
        compiler.ReadAlternatives();
        if (compiler._place < pattern.Length)
        {
            throw compiler.Wrong("expected the end of the pattern, found");
        }

        compiler.Emit(RegexOperation.Match);
        return new RegexPattern(pattern, [.. compiler._program], [.. compiler._classes]);
    }

    private bool IsAtEnd => _place >= _pattern.Length;

    private char Next => _pattern[_place];

    private void ReadAlternatives()
    {
        if (++_depth > MaxDepth)
        {
            throw new PatternException($"expected at most {MaxDepth} groups within each other");
        }

        int start = _program.Count;
        ReadSequence();
        var ends = new List<int>();
        while (!IsAtEnd && Next == '|')
        {
            _place++;
            Insert(start, RegexOperation.TryNext, _program.Count + 2);
            ends.Add(Emit(RegexOperation.Jump));
            start = _program.Count;
            ReadSequence();
        }

        foreach (int end in ends)
        {
            _program[end] = new RegexInstruction(RegexOperation.Jump, _program.Count);
        }

        _depth--;
    }

    private void ReadSequence()
    {
        bool outer = _ignoresCase;
        while (!IsAtEnd && Next is not ('|' or ')'))
        {
            int start = _program.Count;
            ReadAtom();
            ReadQuantifiers(start);
        }

        _ignoresCase = outer;
    }

    private void ReadAtom()
    {
        char c = Next;
        _place++;
        switch (c)
        {
            case '(':
                ReadGroup();
                break;
            case '[':
                EmitClass(ReadClass());
                break;
            case '.':
                Emit(RegexOperation.Any);
                break;
            case '^':
                Emit(RegexOperation.LineStart);
                break;
            case '$':
                Emit(RegexOperation.LineEnd);
                break;
            case '\\':
                ReadEscape();
                break;
            case '*' or '+' or '?':
                _place--;
                throw Wrong("expected something to repeat, found");
            default:
                _place--;
                EmitCharacter(CodePoint.Read(_pattern, ref _place));
                break;
        }
    }

    private void ReadGroup()
    {
        bool outer = _ignoresCase;
        if (Accept("?:"))
        {
            ReadAlternatives();
        }
        else if (Accept("?=") || Accept("?!") || Accept("?>"))
        {
            RegexOperation operation = _pattern[_place - 1] switch
            {
                '=' => RegexOperation.Ahead,
                '!' => RegexOperation.NotAhead,
                _ => RegexOperation.Atomic,
            };
            int start = Emit(operation);
            ReadAlternatives();
            Emit(RegexOperation.Match);
            _program[start] = new RegexInstruction(operation, _program.Count);
        }
        else if (Accept("?i:") || Accept("?-i:"))
        {
            _ignoresCase = _pattern[_place - 3] == '?';
            ReadAlternatives();
        }
        else if (Accept("?i)") || Accept("?-i)"))
        {
            // To the end of the sequence that it stands in.
            _ignoresCase = _pattern[_place - 3] == '?';
            return;
        }
        else if (!IsAtEnd && Next == '?')
        {
            throw Wrong("this kind of group is not supported:");
        }
        else
        {
            ReadAlternatives();
        }

        if (!Accept(")"))
        {
            throw new PatternException("expected a closing parenthesis, found the end of the pattern");
        }

        _ignoresCase = outer;
    }

    private void ReadEscape()
    {
        if (IsAtEnd)
        {
            throw new PatternException("expected a character after a backslash, found the end of the pattern");
        }

        switch (Next)
        {
            case 'A':
                _place++;
                Emit(RegexOperation.Start);
                break;
            case 'z':
                _place++;
                Emit(RegexOperation.End);
                break;
            case 'Z':
                _place++;
                Emit(RegexOperation.EndOrLastLine);
                break;
            default:
                CharacterClass? set = TryReadSetEscape();
                if (set is not null)
                {
                    EmitClass(set);
                }
                else
                {
                    EmitCharacter(ReadCharacterEscape());
                }

                break;
        }
    }

    /// <summary>Reads what stands behind a backslash if it is a set.</summary>
    private CharacterClass? TryReadSetEscape()
    {
        var set = new CharacterClass();
        char c = Next;
        switch (c)
        {
            case 's' or 'S':
                set.Add(CharacterTraits.Space);
                break;
            case 'd' or 'D':
                set.Add(CharacterCategory.Nd);
                break;
            case 'w' or 'W':
                set.Add(CharacterTraits.RegexWord);
                break;
            case 'p' or 'P':
                _place++;
                ReadProperty(set, c == 'P');
                return set.Freeze();
            default:
                return null;
        }

        _place++;
        set.IsNegated = char.IsAsciiLetterUpper(c);
        return set.Freeze();
    }

    private void ReadProperty(CharacterClass set, bool negated)
    {
        int close = IsAtEnd || Next != '{' ? -1 : _pattern.IndexOf('}', _place);
        if (close < 0)
        {
            throw Wrong("expected the name of a property in braces, found");
        }

        string name = _pattern[(_place + 1)..close];
        _place = close + 1;
        if (name.StartsWith('^'))
        {
            negated = !negated;
            name = name[1..];
        }

        bool known = false;
        foreach (CharacterCategory category in Enum.GetValues<CharacterCategory>())
        {
            string text = category.ToString();
            if (text.Equals(name, StringComparison.OrdinalIgnoreCase)
                || (name.Length == 1 && text.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
            {
                set.Add(category);
                known = true;
            }
        }

        set.IsNegated = negated;
        if (!known)
        {
            throw new PatternException($"expected a general category in \\p{{}}, found '{name}'");
        }
    }

    private int ReadCharacterEscape()
    {
        char c = Next;
        _place++;
        switch (c)
        {
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'f':
                return '\f';
            case 'v':
                return '\v';
            case 'a':
                return '\a';
            case 'e':
                return 0x1B;
            case 'x' when !IsAtEnd && Next == '{':
                int close = _pattern.IndexOf('}', _place);
                return close < 0 ? throw Wrong("expected a closing brace after") : ReadHex(1, close - _place - 1, close + 1);
            case 'x':
                return ReadHex(0, 2, _place + 2);
            case 'u':
                return ReadHex(0, 4, _place + 4);
            default:
                if (char.IsAsciiLetterOrDigit(c))
                {
                    _place -= 2;
                    throw Wrong("this escape is not supported:");
                }

                _place--;
                return CodePoint.Read(_pattern, ref _place);
        }
    }

    private int ReadHex(int skipped, int length, int end)
    {
        if (end > _pattern.Length || length < 1
            || !int.TryParse(_pattern.AsSpan(_place + skipped, length), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value)
            || value is < 0 or > 0x10FFFF)
        {
            throw Wrong("expected the number of a character, found");
        }

        _place = end;
        return value;
    }

    private CharacterClass ReadClass()
    {
        if (++_depth > MaxDepth)
        {
            throw new PatternException($"expected at most {MaxDepth} sets within each other");
        }

        var set = new CharacterClass { IsNegated = Accept("^") };
        bool first = true;
        while (!IsAtEnd && (Next != ']' || first))
        {
            first = false;
            if (Accept("[:") || Accept("&&"))
            {
                _place -= 2;
                throw Wrong("this is not supported in a set:");
            }

            if (Accept("["))
            {
                set.Add(ReadClass());
                continue;
            }

            if (!TryReadMember(set, out int member))
            {
                continue;
            }

            bool isRange = _place + 1 < _pattern.Length && Next == '-' && _pattern[_place + 1] != ']';
            if (!isRange)
            {
                set.Add(member, member);
                continue;
            }

            _place++;
            if (!TryReadMember(set, out int last) || last < member)
            {
                throw Wrong("expected the end of a range before");
            }

            set.Add(member, last);
        }

        if (!Accept("]"))
        {
            throw new PatternException("expected a closing bracket, found the end of the pattern");
        }

        if (_ignoresCase)
        {
            set.IgnoreCase();
        }

        _depth--;
        return set.Freeze();
    }

    private bool TryReadMember(CharacterClass set, out int member)
    {
        member = 0;
        if (!Accept("\\"))
        {
            member = CodePoint.Read(_pattern, ref _place);
            return true;
        }

        if (IsAtEnd)
        {
            throw new PatternException("expected a character after a backslash, found the end of the pattern");
        }

        CharacterClass? escaped = TryReadSetEscape();
        if (escaped is not null)
        {
            set.Add(escaped);
            return false;
        }

        member = ReadCharacterEscape();
        return true;
    }

    private void ReadQuantifiers(int start)
    {
        if (IsAtEnd || !TryReadBounds(out int least, out int most))
        {
            return;
        }

        bool possessive = _pattern[_place - 1] != '}' && Accept("+");
        bool lazy = !possessive && Accept("?");
        if (CanBeEmpty(start))
        {
            throw Wrong("expected something that is not empty to be repeated before");
        }

        Repeat(start, least, most, lazy);
        if (possessive)
        {
            Insert(start, RegexOperation.Atomic, 0);
            Emit(RegexOperation.Match);
            _program[start] = new RegexInstruction(RegexOperation.Atomic, _program.Count);
        }

        if (!IsAtEnd && Next is '*' or '+' or '?')
        {
            throw Wrong("a quantifier of a quantifier is not supported:");
        }
    }

    private bool TryReadBounds(out int least, out int most)
    {
        (least, most) = (0, -1);
        switch (Next)
        {
            case '*':
                break;
            case '+':
                least = 1;
                break;
            case '?':
                most = 1;
                break;
            case '{' when TryReadBraces(out least, out most):
                return true;
            default:
                return false;
        }

        _place++;
        return true;
    }

    /// <summary>Reads <c>{n}</c>, <c>{n,}</c>, <c>{,m}</c> or <c>{n,m}</c>; any other brace stands for itself.</summary>
    private bool TryReadBraces(out int least, out int most)
    {
        (least, most) = (0, -1);
        int close = _pattern.IndexOf('}', _place);
        string[] parts = close < 0 ? [] : _pattern[(_place + 1)..close].Split(',');
        bool isBound = parts.Length is 1 or 2 && parts.All(part => part.All(char.IsAsciiDigit) && part.Length < 6) && parts.Any(part => part.Length > 0);
        if (!isBound)
        {
            return false;
        }

        least = parts[0].Length == 0 ? 0 : int.Parse(parts[0], CultureInfo.InvariantCulture);
        most = parts.Length == 1 ? least : parts[1].Length == 0 ? -1 : int.Parse(parts[1], CultureInfo.InvariantCulture);
        if (least > MostRepeats || most > MostRepeats || (most >= 0 && most < least))
        {
            throw Wrong($"expected at most {MostRepeats} repeats, the lower bound first, found");
        }

        _place = close + 1;
        return true;
    }

    /// <summary>Writes the instructions from <paramref name="start"/> on as often as they may be repeated.</summary>
    private void Repeat(int start, int least, int most, bool lazy)
    {
        RegexInstruction[] body = [.. _program[start..]];
        _program.RemoveRange(start, body.Length);
        for (int i = 0; i < least; i++)
        {
            Copy(body, start);
        }

        RegexOperation choice = lazy ? RegexOperation.TryTarget : RegexOperation.TryNext;
        if (most < 0)
        {
            int loop = Emit(choice);
            Copy(body, start);
            Emit(RegexOperation.Jump, loop);
            _program[loop] = new RegexInstruction(choice, _program.Count);
            return;
        }

        var choices = new List<int>();
        for (int i = least; i < most; i++)
        {
            choices.Add(Emit(choice));
            Copy(body, start);
        }

        foreach (int at in choices)
        {
            _program[at] = new RegexInstruction(choice, _program.Count);
        }
    }

    private void Copy(RegexInstruction[] body, int from)
    {
        int moved = _program.Count - from;
        foreach (RegexInstruction instruction in body)
        {
            Emit(instruction.Operation, HasTarget(instruction.Operation) ? instruction.Operand + moved : instruction.Operand);
        }
    }

    /// <summary>Whether the instructions from <paramref name="start"/> on can match nothing: as if every character failed.</summary>
    private bool CanBeEmpty(int start)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>([start]);
        while (open.TryPop(out int at))
        {
            if (at >= _program.Count)
            {
                return true;
            }

            if (!seen.Add(at))
            {
                continue;
            }

            RegexInstruction instruction = _program[at];
            switch (instruction.Operation)
            {
                case RegexOperation.Character or RegexOperation.FoldedCharacter or RegexOperation.Class or RegexOperation.Any:
                    break;
                case RegexOperation.Jump:
                    open.Push(instruction.Operand);
                    break;
                case RegexOperation.TryNext or RegexOperation.TryTarget:
                    open.Push(instruction.Operand);
                    open.Push(at + 1);
                    break;
                case RegexOperation.Ahead or RegexOperation.NotAhead:
                    open.Push(instruction.Operand);
                    break;
                default:
                    open.Push(at + 1);
                    break;
            }
        }

        return false;
    }

    private void Insert(int at, RegexOperation operation, int operand)
    {
        _program.Insert(at, new RegexInstruction(operation, operand));
        for (int i = 0; i < _program.Count; i++)
        {
            RegexInstruction instruction = _program[i];
            if (i != at && HasTarget(instruction.Operation) && instruction.Operand >= at && i > at)
            {
                _program[i] = instruction with { Operand = instruction.Operand + 1 };
            }
        }
    }

    private int Emit(RegexOperation operation, int operand = 0)
    {
        if (_program.Count >= MostInstructions)
        {
            throw new PatternException($"expected a pattern of at most {MostInstructions} steps");
        }

        _program.Add(new RegexInstruction(operation, operand));
        return _program.Count - 1;
    }

    private void EmitCharacter(int codePoint) => _ = _ignoresCase
        ? Emit(RegexOperation.FoldedCharacter, CaseFolding.Fold(codePoint))
        : Emit(RegexOperation.Character, codePoint);

    private void EmitClass(CharacterClass set)
    {
        Emit(RegexOperation.Class, _classes.Count);
        _classes.Add(set);
    }

    private static bool HasTarget(RegexOperation operation) => operation is RegexOperation.Jump or RegexOperation.TryNext
        or RegexOperation.TryTarget or RegexOperation.Ahead or RegexOperation.NotAhead or RegexOperation.Atomic;

    private bool Accept(string text)
    {
        bool found = string.CompareOrdinal(_pattern, _place, text, 0, text.Length) == 0;
        _place += found ? text.Length : 0;
        return found;
    }

    private PatternException Wrong(string problem) =>
        new($"{problem} '{_pattern[_place..Math.Min(_pattern.Length, _place + 12)]}' at character {_place}");
}
