// One book in the layout of several tools. For those that come without a theme there are templates that draw what a reader needs
// and no more: a header, the way up, the text, the pages before and after; with contents and lists where the tool can make them.

/** @typedef {{ title: string, summary: string, section: number, at: number }} Page */
/** @typedef {{ title: string, summary: string, guides: Page[] }} Section */
/** @typedef {{ search: boolean, copies: boolean, sections: Section[] }} Book */

/**
 * Where a tool wants its files, how pages begin and name each other, and what else it needs.
 * @typedef {object} Layout
 * @property {string} home the file of the first page
 * @property {(section: number) => string} section the file of a section's page
 * @property {(section: number, guide: number) => string} guide the file of a guide
 * @property {(section: number, guide: number) => string} link how one guide names another
 * @property {(page: { title: string, summary: string }, weight: number, section?: number) => string} head what stands before the text
 * @property {(book: Book) => Record<string, string>} rest settings, templates, styles
 * @property {(section: Section) => string} [list] the list of a section's guides, where the tool makes none
 */

export const TITLE = 'A large book';

const styles = `body { margin: 0 auto; max-width: 46rem; padding: 1rem; font: 1rem/1.6 system-ui, sans-serif; color: #222; background: #fff; }
a { color: #0b5cad; }
table { border-collapse: collapse; }
th, td { border: 1px solid #bbb; padding: 0.25rem 0.5rem; }
nav ul { padding-inline-start: 1rem; }
`;

/** A page around its parts, in any template language. @param {{ title: string, summary: string, css: string, home: string, body: string }} parts */
const frame = ({ title, summary, css, home, body }) => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<meta name="description" content="${summary}">
<link rel="stylesheet" href="${css}">
</head>
<body>
<header><a href="${home}">${TITLE}</a></header>
<main>
${body}
</main>
<footer><p>The careers service</p></footer>
</body>
</html>
`;

const topics = Array.from({ length: 20 }, (_, at) => `{ id = "t${at}", label = "Topic ${at}" }`).join(', ');

/** @type {Layout} */
const prepbook = {
  home: 'content/index.md',
  section: (section) => `content/s${section}/index.md`,
  guide: (section, guide) => `content/s${section}/g${guide}.md`,
  link: (section, guide) => `../s${section}/g${guide}.md`,
  head: ({ title, summary }) => `---\ntitle: ${title}\nsummary: ${summary}\n---\n`,
  rest: ({ copies }) => ({
    'book.toml': `[book]
title = "${TITLE}"

[output.html]
markdown-copies = ${copies}

[facets.stage]
label = "Stage"
values = [{ id = "open", label = "Opening" }, { id = "middle", label = "Middle" }, { id = "close", label = "Closing" }]

[facets.role]
label = "Who"
many = true
any = "any"
values = [{ id = "any", label = "Anyone" }, { id = "peer", label = "A peer" }, { id = "director", label = "A director" }]

[facets.topic]
label = "Topic"
values = [${topics}]
`,
  }),
};

/** @type {Layout} */
const mdbook = {
  home: 'src/index.md',
  section: (section) => `src/s${section}/index.md`,
  guide: (section, guide) => `src/s${section}/g${guide}.md`,
  link: prepbook.link,
  head: ({ title }) => `# ${title}\n`,
  rest: ({ search, sections }) => ({
    'book.toml': `[book]\ntitle = "${TITLE}"\n\n[output.html.search]\nenable = ${search}\n`,
    'src/SUMMARY.md': `# Summary\n\n[${TITLE}](index.md)\n\n${sections.map((section, number) => [
      `- [${section.title}](s${number}/index.md)`, ...section.guides.map(({ title, at }) => `  - [${title}](s${number}/g${at}.md)`),
    ].join('\n')).join('\n')}\n`,
  }),
};

/** @type {Layout} */
const zola = {
  home: 'content/_index.md',
  section: (section) => `content/s${section}/_index.md`,
  guide: prepbook.guide,
  link: (section, guide) => `@/s${section}/g${guide}.md`,
  head: ({ title, summary }, weight, section) => `+++\ntitle = "${title}"\ndescription = "${summary}"\nweight = ${weight}\n${section === undefined ? 'sort_by = "weight"\n' : ''}+++\n`,
  rest: ({ search }) => ({
    'config.toml': `base_url = "http://127.0.0.1:8080"\ntitle = "${TITLE}"\nbuild_search_index = ${search}\n`,
    'static/site.css': styles,
    'templates/base.html': frame({
      title: '{% block title %}{{ config.title }}{% endblock title %}',
      summary: '{% block summary %}{% endblock summary %}',
      css: "{{ get_url(path='site.css') }}",
      home: '{{ config.base_url }}/',
      body: '{% block body %}{% endblock body %}',
    }),
    'templates/index.html': `{% extends "base.html" %}
{% block body %}<h1>{{ section.title }}</h1>
{{ section.content | safe }}
<ul>{% for path in section.subsections %}{% set one = get_section(path=path, metadata_only=true) %}<li><a href="{{ one.permalink }}">{{ one.title }}</a></li>{% endfor %}</ul>
{% endblock body %}
`,
    'templates/section.html': `{% extends "base.html" %}
{% block title %}{{ section.title }} · {{ config.title }}{% endblock title %}
{% block summary %}{{ section.description }}{% endblock summary %}
{% block body %}<h1>{{ section.title }}</h1>
{{ section.content | safe }}
<ul>{% for one in section.pages %}<li><a href="{{ one.permalink }}">{{ one.title }}</a>: {{ one.description }}</li>{% endfor %}</ul>
{% endblock body %}
`,
    'templates/page.html': `{% extends "base.html" %}
{% block title %}{{ page.title }} · {{ config.title }}{% endblock title %}
{% block summary %}{{ page.description }}{% endblock summary %}
{% block body %}<nav aria-label="Way up">{% for path in page.ancestors %}{% set one = get_section(path=path, metadata_only=true) %}<a href="{{ one.permalink }}">{{ one.title }}</a> {% endfor %}</nav>
<article><h1>{{ page.title }}</h1>
<nav aria-label="Contents"><ul>{% for one in page.toc %}<li><a href="{{ one.permalink | safe }}">{{ one.title }}</a><ul>{% for below in one.children %}<li><a href="{{ below.permalink | safe }}">{{ below.title }}</a></li>{% endfor %}</ul></li>{% endfor %}</ul></nav>
{{ page.content | safe }}</article>
<nav aria-label="Pages">{% if page.lower %}<a rel="prev" href="{{ page.lower.permalink }}">{{ page.lower.title }}</a>{% endif %}
{% if page.higher %}<a rel="next" href="{{ page.higher.permalink }}">{{ page.higher.title }}</a>{% endif %}</nav>
{% endblock body %}
`,
  }),
};

/** @type {Layout} */
const hugo = {
  home: 'content/_index.md',
  section: zola.section,
  guide: prepbook.guide,
  link: (section, guide) => `/s${section}/g${guide}/`,
  head: ({ title, summary }, weight) => `---\ntitle: "${title}"\ndescription: "${summary}"\nweight: ${weight}\n---\n`,
  rest: () => ({
    'hugo.toml': `baseURL = "http://127.0.0.1:8080/"\ntitle = "${TITLE}"\ndisableKinds = ["taxonomy", "term", "RSS"]\n`,
    'static/site.css': styles,
    'layouts/_default/baseof.html': frame({
      title: '{{ .Title }} · {{ site.Title }}',
      summary: '{{ .Description }}',
      css: '{{ "site.css" | relURL }}',
      home: '{{ site.Home.RelPermalink }}',
      body: '{{ block "main" . }}{{ end }}',
    }),
    'layouts/index.html': `{{ define "main" }}<h1>{{ .Title }}</h1>
{{ .Content }}
<ul>{{ range .Sections }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
{{ end }}
`,
    'layouts/_default/list.html': `{{ define "main" }}<h1>{{ .Title }}</h1>
{{ .Content }}
<ul>{{ range .RegularPages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a>: {{ .Description }}</li>{{ end }}</ul>
{{ end }}
`,
    'layouts/_default/single.html': `{{ define "main" }}<nav aria-label="Way up">{{ range .Ancestors.Reverse }}<a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ end }}</nav>
<article data-pagefind-body><h1>{{ .Title }}</h1>
{{ .TableOfContents }}
{{ .Content }}</article>
<nav aria-label="Pages">{{ with .PrevInSection }}<a rel="prev" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a rel="next" href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
{{ end }}
`,
  }),
};

/** @type {Layout} */
const cobalt = {
  home: 'content/index.md',
  section: prepbook.section,
  guide: prepbook.guide,
  link: (section, guide) => `/s${section}/g${guide}.html`,
  head: ({ title, summary }, _weight, section) => `---\ntitle: "${title}"\ndescription: "${summary}"\ndata:\n  up: "${section === undefined ? '/' : `/s${section}/`}"\n---\n`,
  list: ({ guides }) => guides.map(({ title, summary, section, at }) => `- [${title}](${cobalt.link(section, at)}): ${summary}`).join('\n'),
  rest: () => ({
    '_cobalt.yml': `source: content\nsite:\n  title: ${TITLE}\n  base_url: http://127.0.0.1:8080\ndefault:\n  layout: page.liquid\n`,
    'content/site.css': styles,
    'content/_layouts/page.liquid': frame({
      title: '{{ page.title }} · {{ site.title }}',
      summary: '{{ page.description }}',
      css: '/site.css',
      home: '/',
      body: '<nav aria-label="Way up"><a href="{{ page.data.up }}">Up</a></nav>\n<article><h1>{{ page.title }}</h1>\n{{ page.content }}</article>',
    }),
  }),
};

/** @type {Record<string, Layout>} */
export const LAYOUTS = { prepbook, zola, hugo, mdbook, cobalt };
