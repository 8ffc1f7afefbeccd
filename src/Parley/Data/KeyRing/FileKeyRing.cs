using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Parley.Data.KeyRing;

/// <summary>The ring in a folder that only its owner may enter (the framework's own repository leaves that to the umask).</summary>
internal sealed class FileKeyRing(string folder) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements() => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, "*.xml").Order(StringComparer.Ordinal).Select(file => XElement.Load(file))]
        : [];

    public void StoreElement(XElement element, string friendlyName)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var file = Path.Combine(folder, $"{friendlyName}.xml");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        // Written whole and durable under another name first: a crash leaves no half key behind.
        using (var stream = new FileStream(file + ".new", options))
        {
            element.Save(stream);
            stream.Flush(flushToDisk: true);
        }

        File.Move(file + ".new", file);
    }
}
