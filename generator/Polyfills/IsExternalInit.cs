namespace System.Runtime.CompilerServices;

/// <summary>Lets the compiler emit <c>init</c> accessors on .NET Standard 2.0.</summary>
internal static class IsExternalInit;
