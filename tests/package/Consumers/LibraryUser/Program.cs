using Library;
using LibraryUser;

using Shared shared = Shared.Load("models/tiny");
using Own own = Own.Load("models/tiny");
Console.WriteLine($"{Shared.HiddenSize} {Own.LayerCount}");
