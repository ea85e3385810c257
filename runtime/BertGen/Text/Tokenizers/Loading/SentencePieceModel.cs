using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace BertGen.Text.Tokenizers.Loading;

/// <summary>A SentencePiece model: the few fields of its protocol buffer that tokenizers are made of.</summary>
internal sealed class SentencePieceModel
{
    private const int UnigramType = 1;
    private readonly string _path;
    private readonly List<(string Text, float Score, SentencePieceKind Kind)> _pieces = [];
    private int _modelType = UnigramType;

    private SentencePieceModel(string path) => _path = path;

    /// <summary>The pieces in the order of their ids.</summary>
    public IReadOnlyList<(string Text, float Score, SentencePieceKind Kind)> Pieces => _pieces;

    /// <summary>The id of the unknown piece.</summary>
    public int UnknownId { get; private set; }

    /// <summary>The id of the start piece; negative for none.</summary>
    public int StartId { get; private set; } = 1;

    /// <summary>The id of the end piece; negative for none.</summary>
    public int EndId { get; private set; } = 2;

    /// <summary>The character map; empty for none.</summary>
    public byte[] CharacterMap { get; private set; } = [];

    /// <summary>Whether a space is put in front of a text.</summary>
    public bool PrefixesSpace { get; private set; } = true;

    /// <summary>Whether spaces at the ends and double ones are left out.</summary>
    public bool RemovesSpaces { get; private set; } = true;

    /// <summary>Whether unknown characters become bytes.</summary>
    public bool UsesBytes { get; private set; }

    /// <summary>Reads a model.</summary>
    /// <param name="content">The bytes of the file.</param>
    /// <param name="path">What to call it in messages.</param>
    /// <exception cref="TokenizerException">It is none, or not one with scores.</exception>
    public static SentencePieceModel Parse(ReadOnlySpan<byte> content, string path)
    {
        var model = new SentencePieceModel(path);
        var reader = new Reader(content, path);
        while (reader.TryNext(out int field, out ulong value, out ReadOnlySpan<byte> bytes))
        {
            switch (field)
            {
                case 1:
                    model.ReadPiece(bytes);
                    break;
                case 2:
                    model.ReadTraining(bytes);
                    break;
                case 3:
                    model.ReadNormalizer(bytes);
                    break;
                default:
                    break;
            }
        }

        if (model._modelType != UnigramType)
        {
            throw new TokenizerException(path, null, $"expected a model with scores (type {UnigramType}), found type {model._modelType}.");
        }

        return model.UnknownId >= 0 && model.UnknownId < model._pieces.Count
            ? model
            : throw new TokenizerException(path, null, $"expected an unknown piece among the {model._pieces.Count} pieces, found its id to be {model.UnknownId}.");
    }

    private void ReadPiece(ReadOnlySpan<byte> content)
    {
        var reader = new Reader(content, _path);
        string text = string.Empty;
        float score = 0;
        var kind = SentencePieceKind.Normal;
        while (reader.TryNext(out int field, out ulong value, out ReadOnlySpan<byte> bytes))
        {
            switch (field)
            {
                case 1:
                    text = Utf8.IsValid(bytes)
                        ? Encoding.UTF8.GetString(bytes)
                        : throw new TokenizerException(_path, $"piece {_pieces.Count}", "expected UTF-8, found other bytes.");
                    break;
                case 2:
                    score = BitConverter.UInt32BitsToSingle((uint)value);
                    break;
                case 3:
                    kind = (SentencePieceKind)value;
                    break;
                default:
                    break;
            }
        }

        if (!float.IsFinite(score))
        {
            throw new TokenizerException(_path, $"piece {_pieces.Count}", "expected a finite score, found another one.");
        }

        _pieces.Add((text, score, kind));
    }

    private void ReadTraining(ReadOnlySpan<byte> content)
    {
        var reader = new Reader(content, _path);
        while (reader.TryNext(out int field, out ulong value, out _))
        {
            switch (field)
            {
                case 3:
                    _modelType = (int)value;
                    break;
                case 35:
                    UsesBytes = value != 0;
                    break;
                case 40:
                    UnknownId = (int)value;
                    break;
                case 41:
                    StartId = (int)value;
                    break;
                case 42:
                    EndId = (int)value;
                    break;
                default:
                    break;
            }
        }
    }

    private void ReadNormalizer(ReadOnlySpan<byte> content)
    {
        var reader = new Reader(content, _path);
        while (reader.TryNext(out int field, out ulong value, out ReadOnlySpan<byte> bytes))
        {
            switch (field)
            {
                case 2:
                    CharacterMap = bytes.ToArray();
                    break;
                case 3:
                    PrefixesSpace = value != 0;
                    break;
                case 4:
                    RemovesSpaces = value != 0;
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The fields of a message of a protocol buffer.</summary>
    private ref struct Reader(ReadOnlySpan<byte> content, string path)
    {
        private readonly ReadOnlySpan<byte> _content = content;
        private int _place;

        /// <summary>Goes to the next field, whose value is a number or bytes.</summary>
        public bool TryNext(out int field, out ulong value, out ReadOnlySpan<byte> bytes)
        {
            (field, value) = (0, 0);
            bytes = [];
            if (_place == _content.Length)
            {
                return false;
            }

            ulong tag = ReadNumber();
            field = (int)Math.Min(tag >> 3, int.MaxValue);
            switch (tag & 7)
            {
                case 0:
                    value = ReadNumber();
                    break;
                case 1:
                    value = BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong)));
                    break;
                case 2:
                    bytes = Take(ReadNumber());
                    break;
                case 5:
                    value = BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));
                    break;
                default:
                    throw Wrong($"expected a field of a protocol buffer, found the wire type {tag & 7}");
            }

            return true;
        }

        private ulong ReadNumber()
        {
            ulong number = 0;
            for (int shift = 0; shift < 64; shift += 7)
            {
                byte next = Take(1)[0];
                number |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80)
                {
                    return number;
                }
            }

            throw Wrong("expected a number of at most ten bytes, found more");
        }

        private ReadOnlySpan<byte> Take(ulong length)
        {
            if (length > (ulong)(_content.Length - _place))
            {
                throw Wrong($"expected {length} more bytes, found {_content.Length - _place}");
            }

            _place += (int)length;
            return _content.Slice(_place - (int)length, (int)length);
        }

        private readonly TokenizerException Wrong(string problem) => new(path, $"byte {_place} of a message", $"{problem}.");
    }
}
