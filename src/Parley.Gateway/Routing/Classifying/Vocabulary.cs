namespace Parley.Gateway.Routing.Classifying;

/// <summary>Words that show a request's kind, in languages that many people write in. They need not be complete: the shape of
/// a text tells most (<see cref="ContextClassifier"/>).</summary>
internal static class Vocabulary
{
    public static readonly WordList Greetings = new(
        "hi", "hello", "hey", "howdy", "yo", "good morning", "good evening", "good afternoon", "good night", "thanks", "thank you", "thx", "bye", "goodbye", "how are you", "what's up",
        "hallo", "guten tag", "guten morgen", "guten abend", "moin", "servus", "danke", "tschüss", "bonjour", "bonsoir", "salut", "merci", "hola", "buenos días", "buenas", "gracias",
        "ciao", "buongiorno", "grazie", "olá", "oi", "bom dia", "obrigado", "obrigada", "hej", "hei", "tak", "tack", "cześć", "dzień dobry", "ahoj", "merhaba", "selam", "teşekkürler",
        "привет", "здравствуйте", "спасибо", "добрый день", "привіт", "你好", "您好", "谢谢", "早上好", "こんにちは", "おはよう", "ありがとう", "안녕", "감사", "مرحبا", "السلام عليكم", "شكرا", "नमस्ते", "धन्यवाद", "שלום", "สวัสดี", "xin chào");

    public static readonly WordList Technical = new(
        "code", "function", "algorithm", "debug", "compile", "compiler", "exception", "stack trace", "stacktrace", "traceback", "regex", "sql", "api", "json", "yaml", "xml", "html", "css",
        "javascript", "typescript", "python", "java", "kotlin", "rust", "golang", "c#", "c++", "dotnet", "php", "bash", "powershell", "linux", "docker", "kubernetes", "git", "http", "database", "schema", "refactor",
        "unit test", "class", "null pointer", "segfault", "latency", "throughput", "complexity", "theorem", "proof", "prove", "integral", "derivative", "equation", "matrix", "probability", "calculate", "solve",
        "quelltext", "funktion", "fehlermeldung", "datenbank", "programmiere", "berechne", "beweise", "gleichung", "algorithmus", "fonction", "erreur", "base de données", "équation", "démontre", "calculer",
        "código", "función", "algoritmo", "ecuación", "calcula", "equação", "calcule", "funzione", "errore", "equazione", "calcola",
        "код", "функци", "алгоритм", "ошибк", "уравнени", "докажи", "вычисли", "代码", "函数", "算法", "数据库", "报错", "编程", "方程", "证明", "计算", "コード", "関数", "アルゴリズム", "エラー", "方程式", "計算", "코드", "함수", "알고리즘", "오류", "방정식");

    public static readonly WordList Creative = new(
        "poem", "haiku", "sonnet", "limerick", "story", "short story", "fairy tale", "novel", "lyrics", "song", "screenplay", "dialogue", "fiction", "character", "slogan", "tagline", "brainstorm", "creative", "blog post", "essay", "speech", "joke", "rhyme",
        "gedicht", "geschichte", "märchen", "liedtext", "drehbuch", "witz", "reim", "poème", "histoire", "conte", "chanson", "blague", "poema", "cuento", "historia", "canción", "chiste", "conto", "canção", "piada", "poesia", "racconto", "canzone", "fiaba",
        "стих", "рассказ", "сказк", "песн", "шутк", "诗", "故事", "小说", "歌词", "笑话", "童话", "詩", "物語", "小説", "歌詞", "俳句", "이야기", "소설", "가사", "قصيدة", "قصة", "कविता", "कहानी");
}
