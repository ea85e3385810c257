using Library;
using LibraryUser;

using Shared shared = Shared.Load();
using Own own = Own.Load(cache: false);
Console.WriteLine($"{Shared.HiddenSize} {Own.LayerCount}");
