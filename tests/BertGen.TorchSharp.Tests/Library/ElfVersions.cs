using System.Buffers.Binary;
using System.Text;

namespace BertGen.Tests.Torch;

/// <summary>
/// The versions that a shared library of 64 bits, little-endian, asks of others: section <c>.gnu.version_r</c>, as the Linux Standard
/// Base describes it.
/// </summary>
internal static class ElfVersions
{
    private const uint VersionNeeds = 0x6ffffffe;
    private const ushort Weak = 2;

    private const int SectionTable = 0x28, SectionSize = 0x3a, SectionCount = 0x3c;
    private const int SectionType = 0x04, SectionOffset = 0x18, SectionLink = 0x28, SectionInfo = 0x2c;
    private const int NeedCount = 0x02, NeedVersions = 0x08, NextNeed = 0x0c;
    private const int VersionFlags = 0x04, VersionName = 0x08, NextVersion = 0x0c;

    /// <summary>Marks a version that is asked for as weak: the library loads where it is missing.</summary>
    /// <returns>Whether a byte was changed: false where the version is weak already, or not asked for.</returns>
    public static bool MakeOptional(Span<byte> library, string version)
    {
        if (Section(library, VersionNeeds) is not { } section)
        {
            return false;
        }

        int names = Offset(library, Header(library, Int(library, section + SectionLink)) + SectionOffset);
        int need = Offset(library, section + SectionOffset);
        for (int i = Int(library, section + SectionInfo); i > 0; i--)
        {
            int found = need + Int(library, need + NeedVersions);
            for (int j = Short(library, need + NeedCount); j > 0; j--)
            {
                if (Name(library[(names + Int(library, found + VersionName))..]) == version)
                {
                    return AddFlag(library[(found + VersionFlags)..]);
                }

                found += Int(library, found + NextVersion);
            }

            need += Int(library, need + NextNeed);
        }

        return false;
    }

    private static bool AddFlag(Span<byte> flags)
    {
        ushort before = BinaryPrimitives.ReadUInt16LittleEndian(flags);
        BinaryPrimitives.WriteUInt16LittleEndian(flags, (ushort)(before | Weak));
        return (before & Weak) == 0;
    }

    /// <summary>Where the header of the first section of a type is.</summary>
    private static int? Section(ReadOnlySpan<byte> library, uint type)
    {
        for (int i = 0; i < Short(library, SectionCount); i++)
        {
            int header = Header(library, i);
            if ((uint)Int(library, header + SectionType) == type)
            {
                return header;
            }
        }

        return null;
    }

    private static int Header(ReadOnlySpan<byte> library, int section) =>
        Offset(library, SectionTable) + (section * Short(library, SectionSize));

    private static int Offset(ReadOnlySpan<byte> library, int at) => checked((int)BinaryPrimitives.ReadInt64LittleEndian(library[at..]));

    private static int Int(ReadOnlySpan<byte> library, int at) => BinaryPrimitives.ReadInt32LittleEndian(library[at..]);

    private static int Short(ReadOnlySpan<byte> library, int at) => BinaryPrimitives.ReadUInt16LittleEndian(library[at..]);

    private static string Name(ReadOnlySpan<byte> names) => Encoding.ASCII.GetString(names[..names.IndexOf((byte)0)]);
}
