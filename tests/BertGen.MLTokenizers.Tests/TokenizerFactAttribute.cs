using System.Reflection;
using Microsoft.ML.Tokenizers;

namespace BertGen.Tests.MLTokenizers;

/// <summary>A test that runs Microsoft.ML.Tokenizers; without the library it is skipped.</summary>
internal sealed class TokenizerFactAttribute : FactAttribute
{
    public TokenizerFactAttribute()
    {
        if (typeof(Tokenizer).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Any(attribute => attribute.Key == "SignaturesOnly"))
        {
            Skip = "Microsoft.ML.Tokenizers is here as signatures only; build with -p:UseMLTokenizers=true.";
        }
    }
}
