using System.Buffers.Text;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Parley.Chat.Model;

namespace Parley.Bench.Conversations;

/// <summary>Conversations as people have them: many short ones, one of a thousand messages; words as often as in a language, from everywhere to 20 places.</summary>
internal sealed record SampleTalk(Guid Long, string DeepCursor)
{
    private const int LongOnes = 1_000, InOne = 40;

    private static readonly string[] Common = "the of and to in is that for it as was with be by on not he his but at are this have from or had an they which one you were all her she there would their we him been has when who will no more if out so up said what its about than into them can only other time new some could these two may first then do any like my now over such our man me even most made after also did many off before must well back through years much where your way down should because long each just state people too mr good make world still see own work men day get here between both being under three never know same last another while us might great year come since against go came right take used himself few house use place american during high without again home around small however found part once general upon school every water".Split(' ');

    public static async Task<SampleTalk> FillAsync(ChatHost host, int messages)
    {
        var random = new Random(5);
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var (me, other) = (ChatHost.Person, Guid.CreateVersion7());
        Guid longest = default;
        var written = 0;
        var conversations = 0;
        var middle = "";
        while (written < messages)
        {
            await using var db = await host.Databases.CreateDbContextAsync();
            for (var i = 0; i < 25 && written < messages; i++, conversations++)
            {
                // Each fourth conversation is somebody else's.
                var owner = conversations % 4 == 3 ? other : me;
                var count = Math.Min(conversations == 0 ? LongOnes : 1 + random.Next(2 * InOne), messages - written);
                var at = start.AddMinutes(conversations);
                var id = Guid.CreateVersion7(at);
                if (conversations == 0) longest = id;
                Guid? parent = null;
                List<Message> said = [];
                for (var n = 0; n < count; n++, written++)
                {
                    var isAnswer = n % 2 == 1;
                    var time = at.AddSeconds(n);
                    var message = new Message
                    {
                        Id = Guid.CreateVersion7(time), ConversationId = id, UserId = owner, ParentId = parent, Role = isAnswer ? MessageRole.Assistant : MessageRole.User,
                        Text = Text(random, isAnswer, written, owner == me, messages), Status = MessageStatus.Complete, Model = isAnswer ? "demo" : null,
                        InputTokens = isAnswer ? 100 : null, OutputTokens = isAnswer ? 80 : null, CreatedAt = time,
                    };
                    parent = message.Id;
                    said.Add(message);
                }

                var updated = at.AddSeconds(count);
                if (written > messages / 2 && middle.Length == 0) middle = Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{updated.UtcTicks}.{id}"));
                db.Add(new Conversation
                {
                    Id = id, UserId = owner, Title = $"{Word(random)} {Word(random)} {Word(random)}", HeadId = parent, IsPinned = conversations % 200 == 0,
                    CreatedAt = at, UpdatedAt = updated, Version = 1,
                });
                db.AddRange(said);
            }

            await db.SaveChangesAsync();
        }

        await using (var db = await host.Databases.CreateDbContextAsync())
            await db.Database.ExecuteSqlRawAsync("ANALYZE"); // what the database does by itself some time after so much was written
        return new SampleTalk(longest, middle);
    }

    private static string Text(Random random, bool isAnswer, int number, bool isMine, int messages)
    {
        var text = new StringBuilder();
        var words = isAnswer ? 40 + random.Next(160) : 5 + random.Next(30);
        for (var i = 0; i < words; i++) text.Append(Word(random)).Append(random.Next(12) == 0 ? ". " : ' ');
        if (random.Next(4) == 0) text.Append("people ");
        if (number % Math.Max(1, messages / 26) == 7) text.Append(isMine ? "Zanzibar" : "elsewhere");
        if (number % 50 == 11) text.Append(" 我们坐夜车去里斯本，很便宜。");
        return text.ToString();
    }

    // The n-th word is as frequent as 1/n.
    private static string Word(Random random) => Common[(int)Math.Pow(Common.Length, random.NextDouble()) - 1];
}
