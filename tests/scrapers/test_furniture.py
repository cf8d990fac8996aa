"""What themes and plugins print inside the container, in their own markup, between two paragraphs of a story."""

import pytest
from lxml import html

from scrapers.body import Story, read_story

LEAD = "Dos hombres fueron asesinados a tiros la noche del lunes en el cantón El Zapote de Suchitoto según informó la Policía."
END = "Los cadáveres fueron llevados a Medicina Legal y la Fiscalía abrió una investigación para dar con los responsables."
OTHER = "Capturan a un hombre que atacó a su vecino en Jiquilisco"


def around(markup: str) -> Story:
    """A story of two paragraphs with ``markup`` between them."""
    return read_story(html.fragment_fromstring(f"<main><div><p>{LEAD}</p>{markup}<p>{END}</p></div></main>")[0])


RELATED = {
    "jnews": f"""<div class="jnews_inline_related_post_wrapper left"><div class="jnews_inline_related_post">
        <div class="jeg_postblock_28 jeg_postblock jeg_module_hook"><div class="jeg_block_heading"><h3>Relacionadas</h3></div>
        <div class="jeg_posts"><article class="jeg_post jeg_pl_xs_4"><div class="jeg_postblock_content">
        <h3 class="jeg_post_title">
        <a href="/otra-nota/1/">{OTHER}</a></h3></div></article></div></div></div></div>""",
    "an unknown card": f'<article class="x9"><h3><a href="/otra">{OTHER}</a></h3><p>Hace 2 horas</p></article>',
    "jetpack": f"""<div id="jp-relatedposts" class="jp-relatedposts"><h3 class="jp-relatedposts-headline"><em>Relacionado
        </em></h3>
        <div class="jp-relatedposts-items"><p class="jp-relatedposts-post"><span class="jp-relatedposts-post-title">
        <a class="jp-relatedposts-post-a" href="https://x.example/otra/">{OTHER}</a></span>
        <time class="jp-relatedposts-post-date">3 marzo, 2015</time></p></div></div>""",
    "an embedded post": f"""<figure class="wp-block-embed is-type-wp-embed"><div class="wp-block-embed__wrapper">
        <blockquote class="wp-embedded-content" data-secret="x"><a href="https://x.example/otra/">{OTHER}</a></blockquote>
        <iframe class="wp-embedded-content" src="https://x.example/otra/embed/"></iframe></div></figure>""",
    "yarpp": f"<div class='yarpp yarpp-related yarpp-related-website'><ol><li><a href='/otra/'>{OTHER}</a></li></ol></div>",
    "inline related posts": f"""<div class="IRPP_minimalist_wrap"><a href="/otra/" class="IRPP_minimalist"><div>
        <span class="ctaText">Lea también:</span>&nbsp; <span class="postTitle">{OTHER}</span></div></a></div>""",
    "a paragraph": f"<p><strong>Lea también: <a href='/otra/'>{OTHER}</a></strong></p>",
    "a heading and a list": f"<h4>Te puede interesar</h4><ul><li><a href='/otra/'>{OTHER}</a></li></ul>",
    "a link alone": f"<p>▶️ <a href='/otra/'>{OTHER}</a></p>",
    "a page builder's box": f"<div class='elementor-widget nota-relacionada'><a href='/otra/'><b>{OTHER}</b></a></div>",
    "another verb": f"<p>También puede leer: <a href='/otra/'>{OTHER}</a></p>",
}


@pytest.mark.parametrize("name", RELATED)
def test_other_stories_are_kept_apart(name: str) -> None:
    story = around(RELATED[name])
    assert story.paragraphs == [LEAD, END]
    assert any(OTHER in text for text in story.related), story.related
    assert not story.glued


DROPPED = {
    "share bars": """<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Comparte esto:</h3><ul><li>Facebook
        </li></ul></div>
        <div class="addtoany_share_save_container addtoany_content">Comparte</div><div class='heateorSssClear'>Compartir en</div>
        <div class="jeg_share_button share-float jeg_sticky_share"><span>12 veces compartido</span></div>
        <div class="td-post-sharing-bottom">Compartir</div><ul class="essb_links_list"><li>Correo</li></ul>""",
    "newsletter": """<div class="wp-block-jetpack-subscriptions__supports-newline">Deja tu correo</div>
        <div class="mc4wp-form-basic">
        Recibe las noticias</div><div class="tnp tnp-subscription">Tu correo</div><p>Únete a nuestro canal de WhatsApp aquí</p>
        <p>Suscríbete a nuestro boletín y recibe lo mejor de la semana</p><form><p>Nombre</p></form>""",
    "advertisement": """<div class="td-a-rec td-a-rec-id-content_inline"><span class="td-adspot-title">- Advertisement -
        </span></div>
        <div class="code-block code-block-2">Compre hoy</div><p>- Publicidad -</p><div class="jeg_ad jeg_ad_article">Oferta
        </div>""",
    "author boxes": """<div class="saboxplugin-wrap"><div class="saboxplugin-desc">Periodista desde 2010</div></div>
        <div class="molongui-author-box">Otra nota mía</div><div class="jeg_authorbox">Más de mí</div>""",
    "tags": """<div class="jeg_post_tags"><span>Etiquetas:</span><a href="/tag/pnc">PNC</a></div>
        <span class="tags-links">Policía</span>
        <div class="mvp-post-tags">Related Topics: Suchitoto</div><ul class="td-tags"><li>Etiquetas</li></ul>""",
    "a table of contents": '<div id="ez-toc-container" class="ez-toc-v2"><p>Contenido</p><ul><li>El hallazgo</li></ul></div>',
    "accelerated pages": """<amp-social-share type="twitter">X</amp-social-share><amp-ad><p>Oferta</p></amp-ad><amp-img>
        </amp-img>""",
    "hidden": (
        '<div style="display:none">Oculto</div><p hidden>Oculto</p><span class="screen-reader-text">Abre otra ventana</span>'
    ),
    "scripts and players": '<script>x("a")</script><style>p{}</style><audio>Su navegador</audio><video>no puede</video>',
    "likes": '<div id="jp-post-flair">Me gusta</div><h3>Me gusta esto:</h3><p>Me gusta</p><p>Cargando...</p>',
    "comments": '<div id="comments" class="comments-area"><p>Qué barbaridad.</p></div>',
}


@pytest.mark.parametrize("name", DROPPED)
def test_furniture_is_dropped(name: str) -> None:
    story = around(DROPPED[name])
    assert story.paragraphs == [LEAD, END]
    assert (story.related, story.captions, story.tweets) == ([], [], [])


CAPTION = "Agentes custodian el lugar del hecho"
CAPTIONS = {
    "gutenberg": f'<figure class="wp-block-image"><img><figcaption class="wp-element-caption">{CAPTION}</figcaption></figure>',
    "classic": f'<div id="attachment_1" class="wp-caption alignnone"><img><p class="wp-caption-text">{CAPTION}</p></div>',
    "a gallery": f"""<div id="gallery-1" class="gallery galleryid-9"><dl class="gallery-item"><dt><img></dt>
        <dd class="wp-caption-text gallery-caption">{CAPTION}</dd></dl></div>""",
    "a block gallery": f"""<figure class="wp-block-gallery"><figure class="wp-block-image"><img>
        <figcaption>{CAPTION}</figcaption></figure></figure>""",
    "jetpack slides": f"""<div class="wp-block-jetpack-slideshow"><ul><li><figure><img>
        <figcaption class="wp-block-jetpack-slideshow_caption gallery-caption">{CAPTION}</figcaption></figure></li></ul></div>""",
}


@pytest.mark.parametrize("name", CAPTIONS)
def test_captions_are_kept_apart(name: str) -> None:
    story = around(CAPTIONS[name])
    assert (story.paragraphs, story.captions) == ([LEAD, END], [CAPTION])


TWEET = "Ubicamos a dos cabecillas en Apopa. — PNC El Salvador (@PNCSV)"
TWEETS = {
    "embedded": f"""<figure class="wp-block-embed-twitter wp-block-embed"><div class="wp-block-embed__wrapper">
        <blockquote class="twitter-tweet"><p lang="es">{TWEET} <a href="#">May 4, 2024</a></p></blockquote></div></figure>""",
    "without a class": f"<blockquote><p>{TWEET} May 4, 2024</p></blockquote>",
    "as a paragraph": f"<p>{TWEET} 4 de mayo de 2024</p>",
    "with a picture": f"<p>{TWEET} pic.twitter.com/abcDEF123</p>",
    "accelerated": f'<amp-twitter data-tweetid="1"><blockquote placeholder>{TWEET}</blockquote></amp-twitter>',
}


@pytest.mark.parametrize("name", TWEETS)
def test_tweets_are_kept_apart(name: str) -> None:
    story = around(TWEETS[name])
    assert story.paragraphs == [LEAD, END]
    assert len(story.tweets) == 1
    assert story.tweets[0].startswith(TWEET)


KEPT = {
    "a quote": "<blockquote><p>Nunca lo vamos a olvidar.</p></blockquote>",
    "a table in a figure": '<figure class="wp-block-table"><table><tr><td>Nunca lo vamos a olvidar.</td></tr></table></figure>',
    "page builders": """<section class="elementor-section"><div class="elementor-widget elementor-widget-text-editor"><div
        class="elementor-widget-container"><p>Nunca lo vamos a olvidar.</p></div></div></section>""",
    "columns": '<div class="wp-block-columns"><div class="wp-block-column"><p>Nunca lo vamos a olvidar.</p></div></div>',
    "a sub-head with an anchor": '<h2><a href="#nunca">Nunca lo vamos a olvidar.</a></h2>',
    "a link in a sentence": '<p>Nunca lo vamos <a href="/otra/">a olvidar</a>.</p>',
    "font tags": '<font size="2"><span style="color:black">Nunca lo vamos a olvidar.</span></font>',
    "a name that only looks like furniture": (
        '<div class="shared-roads adoration captioned"><p>Nunca lo vamos a olvidar.</p></div>'
    ),
}


@pytest.mark.parametrize("name", KEPT)
def test_the_story_stays(name: str) -> None:
    assert around(KEPT[name]).paragraphs == [LEAD, "Nunca lo vamos a olvidar.", END]


def test_a_story_glued_on_is_no_card() -> None:
    story = around(f"<article><h2>{OTHER}</h2><p>{'Otra cosa pasó en otro lugar. ' * 10}</p></article>")
    assert (story.paragraphs, story.glued > 0) == ([LEAD], True)


def test_a_headline_printed_at_the_end_of_a_paragraph_is_cut_off() -> None:
    story = around(f"<p>La víctima tenía 30 años. Lea también: {OTHER}</p>")
    assert story.paragraphs == [LEAD, "La víctima tenía 30 años.", END]
    assert story.related == [f"Lea también: {OTHER}"]


def test_a_widget_in_the_middle_does_not_end_the_story() -> None:
    widget = f"<h3>Artículos relacionados</h3><ul><li><a href='/otra/'>{OTHER}</a></li></ul>"
    assert around(f"{widget}<p>{LEAD[:-1]} y vecinos.</p>").paragraphs == [LEAD, f"{LEAD[:-1]} y vecinos.", END]
    assert around(f"<p>{END}</p><h3>Artículos relacionados</h3><p>{LEAD[:60]}...</p>").paragraphs == [LEAD, END]


def test_the_first_of_several_articles_is_read_whatever_opens_it() -> None:
    article = "<section><h3 class=label>Nacionales</h3><h1>{}</h1><p>{}</p></section>"
    markup = article.format("Uno", LEAD) + article.format("Dos", END) + article.format("Tres", END)
    story = read_story(html.fragment_fromstring(f"<main><div>{markup}</div></main>")[0], stop=".label")
    assert story.paragraphs == ["Nacionales", "Uno", LEAD]
    labels = read_story(html.fragment_fromstring(f"<main><div>{markup}</div></main>")[0], labels="Nacionales|Judicial")
    assert labels.paragraphs == ["Uno", LEAD]
    assert story.glued
    assert labels.glued
