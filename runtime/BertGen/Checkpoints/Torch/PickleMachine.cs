using System.Numerics;

namespace BertGen.Checkpoints.Torch;

/// <summary>
/// Interprets a pickle, which is a program for a small stack machine, over plain data. What names and references mean
/// is left to a host.
/// </summary>
/// <remarks>
/// Every operation takes time and memory in proportion to its own bytes and to what it removes from the stack, and their number
/// is limited: no program runs long or grows large. Nothing is ever followed recursively, so cycles are harmless.
/// </remarks>
internal ref struct PickleMachine
{
    private const int MaxOperations = 1_000_000;
    private const byte MaxProtocol = 5;

    private readonly IPickleHost _host;
    private readonly List<object?> _stack = [];
    private readonly Stack<int> _marks = [];
    private readonly Dictionary<uint, object?> _memo = [];
    private PickleInput _input;

    private PickleMachine(PickleBytes bytes, IPickleHost host, string path)
    {
        _host = host;
        _input = new PickleInput(bytes, path);
    }

    /// <summary>Runs the pickle that the bytes start with.</summary>
    /// <param name="bytes">The pickle, and whatever follows it.</param>
    /// <param name="host">Gives names and references their meaning.</param>
    /// <param name="path">The file, for errors.</param>
    /// <param name="length">Bytes of the pickle.</param>
    /// <returns>
    /// The object: null, bool, long, <see cref="BigInteger"/>, double, string, byte[], object?[] (a tuple), List&lt;object?&gt;, a
    /// <see cref="PickleDictionary"/>, or what the host made.
    /// </returns>
    /// <exception cref="CheckpointException">The pickle is damaged, or asks for anything that it may not have.</exception>
    public static object? Run(PickleBytes bytes, IPickleHost host, string path, out int length)
    {
        var machine = new PickleMachine(bytes, host, path);
        object? result = machine.Run();
        length = machine._input.Position;
        return result;
    }

    private object? Run()
    {
        if ((PickleOpcode)_input.Byte() != PickleOpcode.Protocol || _input.Byte() is < 2 or > MaxProtocol)
        {
            throw _input.Problem($"expected protocol 2 to {MaxProtocol}");
        }

        for (int i = 0; i < MaxOperations; i++)
        {
            var opcode = (PickleOpcode)_input.Byte();
            if (opcode == PickleOpcode.Stop)
            {
                return Pop();
            }

            Execute(opcode);
        }

        throw _input.Problem($"expected at most {MaxOperations} operations");
    }

    private void Execute(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Frame:
                _input.UInt64(); // How much to read ahead: of no use here.
                break;
            case PickleOpcode.None:
                Push(null);
                break;
            case PickleOpcode.True:
                Push(true);
                break;
            case PickleOpcode.False:
                Push(false);
                break;
            case PickleOpcode.BinaryInt:
                Push((long)_input.Int32());
                break;
            case PickleOpcode.BinaryInt1:
                Push((long)_input.Byte());
                break;
            case PickleOpcode.BinaryInt2:
                Push((long)_input.UInt16());
                break;
            case PickleOpcode.Long1:
                Push(_input.Long(_input.Byte()));
                break;
            case PickleOpcode.BinaryFloat:
                Push(_input.Double());
                break;
            case PickleOpcode.ShortBinaryUnicode or PickleOpcode.ShortBinaryString:
                Push(_input.Text(_input.Byte()));
                break;
            case PickleOpcode.BinaryUnicode or PickleOpcode.BinaryString:
                Push(_input.Text(_input.UInt32()));
                break;
            case PickleOpcode.BinaryUnicode8:
                Push(_input.Text(_input.UInt64()));
                break;
            case PickleOpcode.ShortBinaryBytes:
                Push(_input.Take(_input.Byte()).ToArray());
                break;
            case PickleOpcode.BinaryBytes:
                Push(_input.Take(_input.UInt32()).ToArray());
                break;
            case PickleOpcode.BinaryBytes8 or PickleOpcode.ByteArray8:
                Push(_input.Take(_input.UInt64()).ToArray());
                break;
            default:
                ExecuteOnStack(opcode);
                break;
        }
    }

    private void ExecuteOnStack(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Mark:
                _marks.Push(_stack.Count);
                break;
            case PickleOpcode.Pop when _stack.Count == Floor && _marks.Count > 0:
                _marks.Pop();
                break;
            case PickleOpcode.Pop:
                Pop();
                break;
            case PickleOpcode.PopMark:
                PopToMark();
                break;
            case PickleOpcode.Duplicate:
                Push(Top);
                break;
            case PickleOpcode.EmptyTuple:
                Push(Array.Empty<object?>());
                break;
            case PickleOpcode.Tuple1 or PickleOpcode.Tuple2 or PickleOpcode.Tuple3:
                Push(Pop(opcode - PickleOpcode.Tuple1 + 1));
                break;
            case PickleOpcode.Tuple:
                Push(PopToMark());
                break;
            case PickleOpcode.EmptyList:
                Push(new List<object?>());
                break;
            case PickleOpcode.List:
                Push(new List<object?>(PopToMark()));
                break;
            case PickleOpcode.Append:
                Append(Pop(1));
                break;
            case PickleOpcode.Appends:
                Append(PopToMark());
                break;
            case PickleOpcode.EmptyDictionary:
                Push(new PickleDictionary());
                break;
            case PickleOpcode.Dictionary:
                object?[] items = PopToMark();
                Push(new PickleDictionary());
                SetItems(items);
                break;
            case PickleOpcode.SetItem:
                SetItems(Pop(2));
                break;
            case PickleOpcode.SetItems:
                SetItems(PopToMark());
                break;
            default:
                ExecuteOnObjects(opcode);
                break;
        }
    }

    private void ExecuteOnObjects(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.BinaryPut:
                _memo[_input.Byte()] = Top;
                break;
            case PickleOpcode.LongBinaryPut:
                _memo[_input.UInt32()] = Top;
                break;
            case PickleOpcode.Memoize:
                _memo[(uint)_memo.Count] = Top;
                break;
            case PickleOpcode.BinaryGet:
                Push(Recall(_input.Byte()));
                break;
            case PickleOpcode.LongBinaryGet:
                Push(Recall(_input.UInt32()));
                break;
            case PickleOpcode.Global:
                Push(Resolve(_input.Line(), _input.Line()));
                break;
            case PickleOpcode.StackGlobal:
                object?[] names = Pop(2);
                Push(names is [string module, string name] ? Resolve(module, name) : throw _input.Problem("expected the name of a module and one of its names"));
                break;
            case PickleOpcode.Reduce or PickleOpcode.NewObject:
                object?[] call = Pop(2);
                Push(Call(call[0], call[1]));
                break;
            case PickleOpcode.Build:
                Pop(); // Attributes; nothing here has any that matter.
                _ = Top;
                break;
            case PickleOpcode.BinaryPersistentId:
                Push(_host.Load(Pop()) ?? throw _input.Problem("expected a reference to a storage"));
                break;
            default:
                throw _input.Problem($"found the operation 0x{(byte)opcode:x2}, which the pickle of a checkpoint does not have");
        }
    }

    private readonly int Floor => _marks.TryPeek(out int mark) ? mark : 0;

    private readonly object? Top => _stack.Count > Floor ? _stack[^1] : throw _input.Problem("expected a value on the stack, found none");

    private readonly void Push(object? value) => _stack.Add(value);

    private readonly object? Pop() => Pop(1)[0];

    private readonly object?[] Pop(int count)
    {
        int start = _stack.Count - count;
        if (start < Floor)
        {
            throw _input.Problem($"expected {count} values on the stack, found {_stack.Count - Floor}");
        }

        object?[] values = new object?[count];
        _stack.CopyTo(start, values, 0, count);
        _stack.RemoveRange(start, count);
        return values;
    }

    private readonly object?[] PopToMark()
    {
        object?[] values = _marks.Count > 0 ? Pop(_stack.Count - Floor) : throw _input.Problem("expected a mark on the stack, found none");
        _marks.Pop();
        return values;
    }

    private readonly void Append(object?[] values)
    {
        if (Top is not List<object?> list)
        {
            throw _input.Problem("expected a list to append to");
        }

        list.AddRange(values);
    }

    private readonly void SetItems(object?[] values)
    {
        if (Top is not PickleDictionary dictionary || values.Length % 2 != 0)
        {
            throw _input.Problem("expected a dictionary and pairs to put into it");
        }

        for (int i = 0; i < values.Length; i += 2)
        {
            dictionary.Items.Add((values[i], values[i + 1]));
        }
    }

    private readonly object? Recall(uint index) =>
        _memo.TryGetValue(index, out object? value) ? value : throw _input.Problem($"expected a value in the memo under {index}, found none");

    private readonly object Resolve(string module, string name) => _host.Resolve(module, name) ?? throw _input.Problem(
        $"found {module}.{name}; only tensors in plain dictionaries are read, and nothing is ever run. If the file holds more, save the state_dict() alone");

    private readonly object Call(object? callable, object? arguments) =>
        callable is not null && arguments is object?[] tuple && _host.Call(callable, tuple) is { } result
            ? result
            : throw _input.Problem("found a call that does not make a tensor");
}
