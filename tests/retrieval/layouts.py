"""Pages as sites build them, invented: the same short article in many layouts, and what is to be read of each."""

from dataclasses import dataclass, field

HEADLINE = "Blast hits covered market of Ostrava"
FIRST = (
    "A blast hit the covered market of Ostrava on Tuesday morning, and at least 14 people were killed, "
    "the Silesian Monitor told the Morning Herald."
)
QUOTE = "I heard two explosions, one after the other, and then people came running out of the smoke."
LAST = (
    "Residents said that a gas bottle had exploded in a kitchen behind the stalls. The interior ministry "
    "denied that a bomb had gone off, and said that firemen would search the ruins until the evening."
)
MORE = (
    "The market hall was built a hundred years ago and has been repaired twice since the war, most recently "
    "after the flood, when the town council paid for a new roof and for the cellars below the stalls."
)
BODY = f"<p>{FIRST}</p><blockquote><p>{QUOTE}</p></blockquote><p>{LAST}</p><p>{MORE}</p>"
COMMENT = "It was a lorry that drove into the gas tank, I saw it myself from my window on the square."
RELATED = "<aside><h3>Related</h3><ul><li><a href='/1'>Mayor opens a school</a></li></ul></aside>"


@dataclass(frozen=True)
class Layout:
    """A page, and what is to be found: published as ingestion takes it, "" where a person has to say."""

    html: str
    published: str = "2021-05-04T10:30:00+00:00"
    url: str = "https://www.herald.example/news/blast-hits-market-1"
    found: dict = field(default_factory=dict)
    wanted: tuple[str, ...] = (FIRST, LAST)
    unwanted: tuple[str, ...] = ("Mayor opens a school",)


def page(head: str, body: str, *, root: str = 'lang="en"') -> str:
    return f"<!doctype html><html {root}><head><meta charset=utf-8>{head}</head><body>{body}</body></html>"


WORDPRESS = page(
    f"""<title>{HEADLINE} - The Morning Herald</title>
    <link rel="canonical" href="https://www.herald.example/news/blast-hits-market-1/">
    <meta property="og:site_name" content="The Morning Herald"><meta property="og:type" content="article">
    <meta property="og:title" content="{HEADLINE}">
    <meta property="article:published_time" content="2021-05-04T12:30:00+02:00">
    <meta property="article:modified_time" content="2021-05-04T14:00:00+02:00">
    <meta name="author" content="By Jana Nováková">""",
    f"""<header><nav><a href="/">Home</a> <a href="/world">World</a></nav></header>
    <main><article class="post type-post"><header class="entry-header"><h1 class="entry-title">{HEADLINE}</h1>
    <span class="byline">By <a rel="author" href="/jana">Jana Nováková</a></span>
    <time class="entry-date published" datetime="2021-05-04T12:30:00+02:00">4 May 2021</time></header>
    <div class="entry-content">{BODY}<div class="sharedaddy">Share this: Facebook Twitter</div></div></article>
    <section id="comments" class="comments-area"><h2>2 comments</h2><ol class="comment-list">
    <li class="comment"><div class="comment-content"><p>{COMMENT}</p></div></li></ol></section>{RELATED}</main>
    <footer>Copyright 2021 Herald</footer>""",
)

OLD_TABLES = f"""<HTML><HEAD><TITLE>{HEADLINE}</TITLE><META NAME="pubdate" CONTENT="2021-05-04"></HEAD>
<BODY BGCOLOR=white><TABLE WIDTH=100% BORDER=0><TR><TD WIDTH=150><A HREF="/">Home</A><BR><A HREF="/sport">Sport</A></TD>
<TD><H1>{HEADLINE}</H1><P>{FIRST}<P>{LAST}<P>{MORE}</TD></TR></TABLE></BODY></HTML>"""

LINKED_DATA = page(
    """<script type="application/ld+json">{"@context":"https://schema.org","@graph":[
      {"@type":"WebSite","name":"Herald","datePublished":"2001-01-01"},
      {"@type":"BreadcrumbList","itemListElement":[{"@type":"NewsArticle","datePublished":"1999-01-01"}]},
      {"@type":["NewsArticle","ReportageNewsArticle"],"headline":"Blast hits covered market of Ostrava",
       "datePublished":"2021-05-04T10:30:00Z","dateModified":"2021-05-04T12:00:00.000Z","inLanguage":"en-GB",
       "author":[{"@type":"Person","name":"Jana Nováková"},{"@type":"Person","name":"Petr Malý"}],
       "publisher":{"@type":"NewsMediaOrganization","name":"The Morning Herald"}}]}</script>""",
    f"<div id=app><div class='article-body'><h1>{HEADLINE}</h1>{BODY}</div></div>{RELATED}",
)

AMP = page(
    """<link rel="canonical" href="https://www.herald.example/news/blast-hits-market-1">
    <script type="application/ld+json">{"@type":"Article","datePublished":"2021-05-04T10:30:00Z"}</script>
    <style amp-boilerplate>body{visibility:hidden}</style>""",
    f"<article><h1>{HEADLINE}</h1><amp-img src=a.jpg></amp-img>{BODY}</article>",
    root='amp lang="en"',
)

LIVE_BLOG = page(
    """<script type="application/ld+json">{"@type":"LiveBlogPosting","headline":"Ostrava: the day as it went",
    "datePublished":"2021-05-04T10:30:00Z","dateModified":"2021-05-04T20:00:00Z",
    "liveBlogUpdate":[{"@type":"BlogPosting","datePublished":"2021-05-04T19:00:00Z"}]}</script>""",
    f"""<main><article><h1>Ostrava: the day as it went</h1>
    <div class=post><time datetime="2021-05-04T19:00:00Z">19:00</time><p>{LAST}</p></div>
    <div class=post><time datetime="2021-05-04T11:00:00Z">11:00</time><p>{FIRST}</p><p>{MORE}</p></div>
    </article></main>""",
)

PAYWALL = page(
    """<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":"False",
    "datePublished":"2021-05-04T10:30:00Z","hasPart":{"@type":"WebPageElement","isAccessibleForFree":"False"}}</script>""",
    f"<article><h1>{HEADLINE}</h1><p>{FIRST}</p><p>{LAST}</p></article><div class=paywall><p>Subscribe.</p></div>",
)

ARABIC_TEXT = (
    "قتل أربعة عشر شخصا على الأقل في انفجار وقع صباح الثلاثاء في السوق المغطى بمدينة أوسترافا، حسبما قال المرصد. "
    "وقال سكان إن اسطوانة غاز انفجرت في مطبخ خلف الأكشاك، ونفت وزارة الداخلية أن تكون قنبلة قد انفجرت هناك."
)
ARABIC = page(
    '<title>انفجار في سوق</title><meta property="article:published_time" content="2021-05-04T10:30:00Z">',
    f"<article><h1>انفجار في سوق أوسترافا</h1><p>{ARABIC_TEXT}</p><p>{ARABIC_TEXT}</p></article>",
    root='lang="ar" dir="rtl"',
)

UNDATED = page("<title>Blast</title>", f"<article><h1>{HEADLINE}</h1>{BODY}</article><p>2 hours ago</p>")
MICRODATA = page(
    "",
    f"""<div itemscope itemtype="https://schema.org/NewsArticle"><h1 itemprop=headline>{HEADLINE}</h1>
    <meta itemprop="datePublished" content="2021-05-04T10:30:00Z"><span itemprop=author>Jana Nováková</span>
    <div itemprop="articleBody">{BODY}</div></div>""",
)
DAYS_APART = page(
    """<meta name="date" content="2021-05-09"><script type="application/ld+json">{"@type":"NewsArticle",
    "datePublished":"2021-05-04T10:30:00Z"}</script>""",
    f"<article><h1>{HEADLINE}</h1>{BODY}</article>",
)
HOURS_APART = page(
    """<meta property="article:published_time" content="2021-05-05T01:00:00Z">
    <script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2021-05-04T10:30:00Z"}</script>""",
    f"<article><h1>{HEADLINE}</h1>{BODY}</article>",
)
BROKEN_DATA = page(
    """<script type="application/ld+json">{"@type":"NewsArticle","datePublished":</script>
    <script type="application/ld+json"><!-- [[[[ --></script>
    <meta property="article:published_time" content="yesterday"><meta name="date" content="1970-01-01">
    <meta name="pubdate" content="Tue, 04 May 2021 10:30:00 GMT">""",
    f"<article><h1>{HEADLINE}</h1>{BODY}</article>",
)
ZONELESS = page(
    '<meta property="article:published_time" content="2021-05-04T10:30:00">',
    f"<article><h1>{HEADLINE}</h1>{BODY}</article>",
)

LAYOUTS = {
    "WordPress": Layout(
        WORDPRESS,
        found={
            "title": HEADLINE, "site_name": "The Morning Herald", "authors": ("Jana Nováková",), "language": "en",
            "canonical": "https://www.herald.example/news/blast-hits-market-1/",
        },
        wanted=(FIRST, f"> {QUOTE}", LAST, f"Comments\n\n{COMMENT}"),
    ),
    "tables of old": Layout(OLD_TABLES, "2021-05-04", found={"title": HEADLINE}),
    "JSON-LD": Layout(
        LINKED_DATA,
        found={
            "title": HEADLINE, "authors": ("Jana Nováková", "Petr Malý"), "site_name": "The Morning Herald",
            "language": "en",
        },
        wanted=(FIRST, f"> {QUOTE}", LAST),
    ),
    "AMP": Layout(
        AMP,
        url="https://www.herald.example/amp/news/blast-hits-market-1?utm_source=x",
        found={"canonical": "https://www.herald.example/news/blast-hits-market-1"},
    ),
    "live blog": Layout(LIVE_BLOG, found={"title": "Ostrava: the day as it went"}),
    "a wall after the first paragraphs": Layout(
        PAYWALL, found={"notes": ("only part of it is open to readers who don't pay",)}
    ),
    "Arabic": Layout(ARABIC, found={"language": "ar"}, wanted=(ARABIC_TEXT,)),
    "no date": Layout(UNDATED, ""),
    "no date but in its address": Layout(
        UNDATED, "2021-05-04", url="https://herald.example/2021/05/04/blast-hits-market"
    ),
    "microdata": Layout(MICRODATA, found={"authors": ("Jana Nováková",)}),
    "dates that lie days apart": Layout(DAYS_APART, ""),
    "dates that lie hours apart": Layout(HOURS_APART, "2021-05-05"),
    "broken data": Layout(BROKEN_DATA),
    "a time without a zone": Layout(ZONELESS, "2021-05-04"),
}  # fmt: skip
